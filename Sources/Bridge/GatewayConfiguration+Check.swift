// SPDX-License-Identifier: Apache-2.0

import Registers
import Settings

extension GatewayConfiguration {
    /// Finds what contradicts itself.
    ///
    /// - Throws: ``GatewayError``.
    func checkContradictions() throws(GatewayError) {
        try checkNames()
        for sum in sums { try check(sum) }
        try SerialPortUse.check(SerialPortUse.all(in: self))
        let names = Set(meterNames)
        for listener in listeners {
            var taken: [UInt8: String] = [:]
            for consumer in listener.consumers {
                if let other = taken[consumer.unit] {
                    throw .unitTakenTwice(consumer.unit, other, consumer.map.name)
                }
                taken[consumer.unit] = consumer.map.name
                guard names.contains(consumer.meter) else { throw .unknownMeter(consumer.meter) }
            }
        }
    }

    private func checkNames() throws(GatewayError) {
        var taken: Set<String> = []
        for name in meterNames {
            guard taken.insert(name).inserted else { throw .nameTakenTwice(name) }
        }
    }

    private func check(_ sum: SumConfiguration) throws(GatewayError) {
        guard !sum.terms.isEmpty else { throw .emptySum(sum.name) }
        var named: Set<String> = []
        for part in sum.terms.map(\.meter) {
            if sums.contains(where: { $0.name == part }) { throw .sumOfSums(part, sum: sum.name) }
            let known = meters.map(\.name)
            guard known.contains(part) else { throw .unknownPart(part, sum: sum.name, known: known) }
            guard named.insert(part).inserted else { throw .partTwice(part, sum: sum.name) }
        }
    }
}

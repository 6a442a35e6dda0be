// SPDX-License-Identifier: Apache-2.0

import JSON
import Metering
import Telegrams

extension MeterUpdate {
    /// The reading as one JSON object: `time` and `state`, and every quantity by its name, numbers in the quantity's own unit
    /// with the digits they have. `nil` without a reading.
    var json: [UInt8]? {
        guard let reading else { return nil }
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            writer.member("time", time)
            writer.member("state", state)
            if isSimulated { writer.member("simulated", true) }
            for quantity in Quantity.allCases {
                if let number = reading[quantity] {
                    writer.key(quantity.name)
                    writer.number(number)
                } else if let text = reading.text(quantity) {
                    writer.member(quantity.name, text)
                }
            }
        }
        return writer.bytes
    }
}

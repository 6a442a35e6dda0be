// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Inputs
import Modbus
import Notation

/// What can't be side by side.
extension ConfigurationReader {
    /// The parts of sums: meters that have an input of their own, each once.
    mutating func checkParts() {
        let meters = Set(configuration.meters.map(\.name))
        for sum in configuration.sums {
            var seen: [String: SourcePlace] = [:]
            for (term, place) in zip(sum.terms, places.parts[sum.name] ?? []) {
                if let before = seen[term.meter] {
                    diagnostics.error(
                        "'\(term.meter)' is in the sum twice",
                        at: place,
                        hint: "leave one of the two out",
                        notes: [Diagnostic.Note("the first one stands here", at: before)]
                    )
                }
                seen[term.meter] = place
                guard !meters.contains(term.meter) else { continue }
                if configuration.sums.contains(where: { $0.name == term.meter }) {
                    diagnostics.error(
                        "'\(term.meter)' is a sum itself",
                        at: place,
                        hint: "a sum is made of meters that have an input; name those"
                    )
                } else {
                    diagnostics.error(
                        "there is no meter '\(term.meter.prefix(60))'",
                        at: place,
                        hint: Self.partHint(term.meter, meters)
                    )
                }
            }
        }
    }

    private static func partHint(_ name: String, _ meters: Set<String>) -> String? {
        let parts = name.split(whereSeparator: { "+-".contains($0) }).map(String.init)
        if parts.count > 1, parts.allSatisfy({ meters.contains($0) }) {
            return "'+' and '-' stand between blanks, because '-' belongs to names"
        }
        return Spelling.suggestion(for: name, in: meters.sorted())
    }

    /// Ports that two want, on the network and on the machine.
    mutating func checkPlaces() {
        var addresses: [(host: String, port: UInt16, place: SourcePlace)] = []
        var paths: [String: SourcePlace] = [:]
        for meter in configuration.meters {
            guard let place = places.inputs[meter.name] else { continue }
            switch meter.input {
            case .serial(let path, _, _): take(path, "the port '\(path)' is read for another meter", place, &paths)
            case .standardInput: take("-", "standard input is read for another meter", place, &paths)
            case .tcp, .recording, .simulator: break
            }
        }
        for (listener, place) in zip(configuration.listeners, places.listeners) {
            if case .serial(let line) = listener.listener {
                take(line.path, "the port '\(line.path)' has another use", place, &paths)
            }
            if let address = listener.listener.address { take(address.host, address.port, place, &addresses) }
        }
        if let page = configuration.page, let place = places.page { take(page.host, page.port, place, &addresses) }
    }

    private mutating func take(
        _ path: String,
        _ message: String,
        _ place: SourcePlace,
        _ taken: inout [String: SourcePlace]
    ) {
        guard let before = taken[path] else {
            taken[path] = place
            return
        }
        diagnostics.error(
            message,
            at: place,
            hint: "name another one",
            notes: [Diagnostic.Note("the first one stands here", at: before)]
        )
    }

    private mutating func take(
        _ host: String,
        _ port: UInt16,
        _ place: SourcePlace,
        _ taken: inout [(host: String, port: UInt16, place: SourcePlace)]
    ) {
        let everywhere = ["0.0.0.0", "::"]
        let before = taken.first { other in
            // Port 0 is any that is free. Who has all interfaces has each of them.
            port != 0 && other.port == port
                && (other.host == host || everywhere.contains(other.host) || everywhere.contains(host))
        }
        taken.append((host, port, place))
        guard let before else { return }
        diagnostics.error(
            "port \(port) is taken on this address",
            at: place,
            hint: "name another port",
            notes: [Diagnostic.Note("the first one stands here", at: before.place)]
        )
    }
}

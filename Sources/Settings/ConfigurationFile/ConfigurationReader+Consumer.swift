// SPDX-License-Identifier: Apache-2.0

import Modbus
import Notation
import Registers

/// Consumers, with the register maps that they name.
extension ConfigurationReader {
    /// What a line asks for; `nil` where that can't be had, which is told.
    mutating func consumer(_ line: ConsumerLine, _ cursor: inout TokenCursor) -> ConsumerConfiguration? {
        let meter = meterName(line, &cursor)
        guard let map = map(line, &cursor), let meter else { return nil }
        return ConsumerConfiguration(
            name: line.name,
            meter: meter,
            map: map,
            unit: line.unit ?? map.units.first ?? 1,
            pacing: line.pacing ?? .immediate,
            adjustment: line.adjustment,
            deviceClass: line.deviceClass,
            ownFailSafe: line.failSafe
        )
    }

    private func meterName(_ line: ConsumerLine, _ cursor: inout TokenCursor) -> String? {
        let known = configuration.meterNames
        if let meter = line.meter {
            if places.meters[meter.text] != nil { return meter.text }
            // Without any the fault is elsewhere.
            guard !known.isEmpty else { return nil }
            cursor.report(
                LineFault(
                    "there is no meter \(meter.quoted)",
                    at: meter.range,
                    hint: Spelling.suggestion(for: meter.text, in: known)
                        ?? "there are \(known.joined(separator: ", "))"
                )
            )
            return nil
        }
        if known.count > 1, let place = line.mapPlace {
            cursor.report(
                LineFault(
                    "there are several meters, and the consumer doesn't say which one it is of",
                    at: place,
                    hint: "write 'of' and one of \(known.joined(separator: ", "))"
                )
            )
        }
        return known.first
    }

    private mutating func map(_ line: ConsumerLine, _ cursor: inout TokenCursor) -> RegisterMap? {
        guard let token = line.map else { return nil }
        var overrides: [String: String] = [:]
        for (name, value) in line.constants {
            if overrides.updateValue(value.text, forKey: name.text) != nil {
                cursor.report(
                    LineFault("\(name.quoted) is set twice", at: name.range, hint: "leave one of the two out")
                )
            }
        }
        do throws(MapLibraryError) {
            let map: RegisterMap
            if overrides.isEmpty, let known = maps[token.text] {
                map = known
            } else {
                map = try library.map(token.text, overrides: overrides)
                if overrides.isEmpty { maps[token.text] = map }
            }
            guard let order = line.order, order != map.order else { return map }
            return map.mirrored()
        } catch {
            switch error {
            case .unknown(let name, let suggestion):
                cursor.report(
                    LineFault(
                        "there is no register map '\(name.prefix(60))'",
                        at: token.range,
                        hint: mapHint(token.text, suggestion)
                    )
                )
            case .unknownConstant(let name, _, let known):
                let place = line.constants.first { $0.name.text == name }?.name.range ?? token.range
                let hint =
                    Spelling.suggestion(for: name, in: known)
                    ?? (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
                cursor.report(LineFault("the register map has no constant '\(name.prefix(60))'", at: place, hint: hint))
            case .faulty(let text):
                if !overrides.isEmpty, (try? library.map(token.text)) != nil {
                    // The map is right by itself.
                    for diagnostic in text.diagnostics {
                        let culprit = line.constants.first { diagnostic.message.contains("'\($0.name.text)'") }
                        let range = culprit?.value.range ?? token.range
                        cursor.report(LineFault(diagnostic.message, at: range, hint: diagnostic.hint))
                    }
                    return nil
                }
                cursor.report(LineFault("the register map has faults", at: token.range))
                for diagnostic in text.diagnostics { diagnostics.add(diagnostic) }
            }
            return nil
        }
    }

    /// `EM24` and `sdm630` are parts of names, and the unit may have come behind the map.
    private func mapHint(_ name: String, _ suggestion: String?) -> String {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2, library.source(parts[0]) != nil {
            return "the unit stands first: consumer \(parts[1]) \(parts[0])"
        }
        if name == "unit" { return "the unit stands without a word in front of the map: consumer 1 native" }
        if let suggestion { return suggestion }
        if name.contains(",") || name.contains("/") || name.hasSuffix(".map") {
            return "a file comes in by a line 'maps FOLDER', and its map is called as the file is, without .map"
        }
        let wanted = name.lowercased()
        let near = library.names.filter { wanted.count >= 3 && $0.contains(wanted) }
        if near.isEmpty { return "`meterbridge maps list` names them all" }
        return "did you mean \(near.prefix(3).map { "'\($0)'" }.joined(separator: " or "))?"
    }
}

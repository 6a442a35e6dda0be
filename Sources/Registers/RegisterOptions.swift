// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

extension RegisterLine {
    /// The words that may follow a value.
    static let options = ["in", "alone", "vital", "missing", "accept"]

    /// What a missing quantity reads as: `zero`, `nan`, `not-implemented`, or a number.
    static func missingValue(_ cursor: inout TokenCursor) throws(LineFault) -> MissingValue {
        let place = cursor.place
        let token = cursor.take()
        switch token?.text {
        case "zero": return .zero
        case "nan": return .notANumber
        case "not-implemented": return .notImplemented
        case let text?:
            guard let raw = NumberNotation.integer(text) else { fallthrough }
            return .raw(raw)
        default:
            throw LineFault(
                "what a missing quantity reads as is \(MissingValue.names.joined(separator: ", ")) or a number",
                at: place,
                hint: token.flatMap { Spelling.suggestion(for: $0.text, in: MissingValue.names) }
            )
        }
    }
}

/// What stands behind the value of a register line.
struct RegisterOptions {
    private(set) var resolution: Register.Resolution?
    private(set) var missing: MissingValue?
    private(set) var accepted: UInt16?
    /// The places of those that were said.
    private(set) var places: [String: SourceRange] = [:]

    var isAlone: Bool { places["alone"] != nil }
    var isVital: Bool { places["vital"] != nil }

    /// Reads options up to the end of the line.
    ///
    /// - Returns: whether every word up to there was one.
    mutating func read(_ names: inout MapNames, _ cursor: inout TokenCursor) -> Bool {
        var isUnderstood = true
        while let token = cursor.take() {
            guard token.kind == .word, RegisterLine.options.contains(token.text) else {
                isUnderstood = false
                cursor.report(
                    LineFault(
                        "\(token.quoted) is not expected here",
                        at: token.range,
                        hint: SurplusWord.hint(for: token, before: cursor.next)
                    )
                )
                cursor.skip(to: RegisterLine.options)
                continue
            }
            if places[token.text] != nil {
                cursor.report(LineFault("'\(token.text)' is said twice", at: token.range))
            }
            places[token.text] = token.range
            do throws(LineFault) {
                try option(token, &names, &cursor)
            } catch {
                cursor.report(error)
                cursor.skip(to: RegisterLine.options)
            }
        }
        return isUnderstood
    }

    private mutating func option(
        _ token: Token,
        _ names: inout MapNames,
        _ cursor: inout TokenCursor
    ) throws(LineFault) {
        switch token.text {
        case "in": resolution = try resolution(&cursor)
        case "missing": missing = try RegisterLine.missingValue(&cursor)
        case "accept": accepted = try accepted(&names, &cursor)
        default: break
        }
    }

    /// A number of 16 bits, or a constant that is one.
    private func accepted(_ names: inout MapNames, _ cursor: inout TokenCursor) throws(LineFault) -> UInt16 {
        let place = cursor.place
        let token = cursor.take()
        let number = token.flatMap { NumberNotation.integer($0.text) ?? names.use($0.text)?.word }
        guard let token, token.kind == .word, let word = number.flatMap(word16) else {
            throw LineFault(
                "the number whose writing is accepted is missing",
                at: place,
                hint: "a number of 16 bits or a constant: accept 7"
            )
        }
        return word
    }

    /// `in 0.1 V`, `in kW`, or `in 0.001` for numbers without unit.
    private func resolution(_ cursor: inout TokenCursor) throws(LineFault) -> Register.Resolution {
        let place = cursor.place
        guard let token = cursor.take() else {
            throw LineFault("the resolution is missing", at: place, hint: "in 0.1 V")
        }
        if let unit = Unit(token.text), token.text != "1" {
            return Register.Resolution(step: Decimal(1), unit: unit)
        }
        if let first = token.text.first, first.isLetter || first == "°" { throw ForeignName.unitFault(token) }
        guard let step = NumberNotation.decimal(token.text), step.mantissa > 0,
            !(cursor.next?.isPunctuation(",") ?? false)
        else {
            throw LineFault(
                "a resolution is a number above zero and a unit",
                at: token.range,
                hint: RegisterOptions.resolutionHint(token, cursor)
            )
        }
        guard let word = cursor.next, word.kind == .word, !RegisterLine.options.contains(word.text) else {
            return Register.Resolution(step: step, unit: .one)
        }
        _ = cursor.take()
        guard let unit = Unit(word.text) else { throw ForeignName.unitFault(word) }
        return Register.Resolution(step: step, unit: unit)
    }

    private static func resolutionHint(_ token: Token, _ cursor: TokenCursor) -> String {
        if cursor.next?.isPunctuation(",") ?? false, let decimals = cursor.afterNext {
            return "a number has a point, not a comma: \(token.text).\(decimals.text)"
        }
        let number = token.text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        if !number.isEmpty, let unit = Unit(String(token.text.dropFirst(number.count))) {
            return "a blank stands between them: in \(number) \(unit.symbol)"
        }
        return Lookalike.hint(for: token.text) ?? "in 0.1 V"
    }
}

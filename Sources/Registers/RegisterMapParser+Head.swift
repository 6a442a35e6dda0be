// SPDX-License-Identifier: Apache-2.0

import Notation

/// The statements that say what a map is and how its registers are laid out.
extension RegisterMapParser {
    /// The unit identifiers that a map or a person may choose. Beyond 247 a serial line reserves them (MODBUS over Serial Line
    /// V1.02, 2.2), yet there are clients that ask a meter at 254 over TCP; 0 and 255 mean the only consumer there.
    package static let unitIdentifiers: ClosedRange<UInt8> = 1...254

    mutating func title(_ statement: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        sayOnce(statement, &cursor)
        guard cursor.next != nil else { throw LineFault("the title is missing", at: cursor.place) }
        map.title = plainText(&cursor) { _ in false }
    }

    /// Words for people as they stand: a blank only where the file has one.
    func plainText(_ cursor: inout TokenCursor, until isEnd: (Token) -> Bool) -> String {
        var text = ""
        var end = 0
        while let token = cursor.next, !isEnd(token) {
            if !text.isEmpty, token.range.column > end { text += " " }
            text += token.text
            end = token.range.column + token.range.length
            _ = cursor.take()
        }
        return text
    }

    mutating func units(_ statement: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        sayOnce(statement, &cursor)
        var units: [UInt8] = []
        repeat {
            let place = cursor.place
            let token = cursor.take()
            guard let unit = token.flatMap({ UInt8($0.text) }), RegisterMapParser.unitIdentifiers.contains(unit) else {
                cursor.report(
                    LineFault(
                        "a unit identifier is a number from 1 to 254",
                        at: place,
                        hint: token?.isPunctuation(",") ?? false ? "blanks stand between them: unit 1 2" : nil
                    )
                )
                continue
            }
            if units.contains(unit) {
                cursor.report(LineFault("unit \(unit) is named twice", at: place))
            }
            units.append(unit)
        } while cursor.next != nil
        map.units = units
    }

    mutating func identity(_ statement: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        sayOnce(statement, &cursor)
        var texts: [String] = []
        while texts.count < 3 {
            let place = cursor.place
            if let token = cursor.next, token.kind == .string {
                _ = cursor.take()
                texts.append(token.text)
            } else if let token = cursor.next, case .text(let text) = map.constants[token.text] {
                _ = cursor.take()
                _ = names.use(token.text)
                texts.append(text)
            } else {
                let hint = cursor.next.flatMap { Lookalike.hint(for: $0.text) }
                cursor.skip(to: [])
                throw LineFault(
                    "three texts are expected: vendor, product and revision",
                    at: place,
                    hint: hint ?? "identity \"Eastron\" \"SDM630-Modbus\" \"V2\""
                )
            }
        }
        map.identity = RegisterMap.Identity(vendor: texts[0], product: texts[1], revision: texts[2])
    }

    mutating func words(_ statement: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        sayOnce(statement, &cursor)
        sayAboveRegisters(statement, &cursor, instead: "a register of its own order says so: u32/low-first")
        let place = cursor.place
        let token = cursor.take()
        guard let order = token.flatMap({ WordOrder(rawValue: $0.text) }) else {
            throw ForeignName.wordOrderFault(token?.text ?? "", at: place)
        }
        self.order = order
        map.order = order
    }

    mutating func missing(_ statement: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        if section == nil {
            sayOnce(statement, &cursor)
            sayAboveRegisters(statement, &cursor, instead: "a section or a line of its own says so: missing zero")
            missing = try RegisterLine.missingValue(&cursor)
        } else {
            if missingOfSection != nil {
                cursor.report(LineFault("the section has a 'missing' already", at: statement.range))
            }
            missingOfSection = try RegisterLine.missingValue(&cursor)
        }
    }

    /// `not-available i32 0x7FFFFFFF`
    mutating func notAvailable(_ cursor: inout TokenCursor) throws(LineFault) {
        let example = "not-available i32 0x7FFFFFFF"
        let typePlace = cursor.place
        guard let name = cursor.take() else {
            throw LineFault("a type is expected here", at: typePlace, hint: example)
        }
        guard let type = RegisterType(name.text) else { throw ForeignName.typeFault(name.text, at: typePlace) }
        guard !type.isText, type != .bit else {
            throw LineFault("a \(type) has no value for 'not available'", at: typePlace)
        }
        sayOnce(Token(kind: .word, text: "not-available \(type)", range: name.range), &cursor)
        let place = cursor.place
        guard let number = cursor.take().flatMap({ NumberNotation.bits($0.text) }) else {
            throw LineFault("a number is expected here", at: place, hint: example)
        }
        guard let bits = type.bitPattern(number) else {
            throw LineFault("this number does not fit into \(type)", at: place, hint: example)
        }
        notAvailable[type] = bits
    }

    mutating func stale(_ statement: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        sayOnce(statement, &cursor)
        let place = cursor.place
        let token = cursor.take()
        switch token?.text {
        case "silence": map.stale = .silence
        case "unavailable": map.stale = .unavailable
        case "exception":
            let place = cursor.place
            guard let code = cursor.take().flatMap({ NumberNotation.integer($0.text) }).flatMap(UInt8.init(exactly:)),
                StalePolicy.exceptionCodes.contains(code)
            else {
                throw LineFault("an exception code is one of \(StalePolicy.exceptionCodes)", at: place)
            }
            map.stale = .exception(code)
        case "zero", "hold", "substitute":
            cursor.skip(to: [])
            throw LineFault(
                "no profile may choose this for everybody who uses it",
                at: place,
                hint: "a map says silence, exception N or unavailable; the rest is a consumer's own choice"
            )
        default:
            cursor.skip(to: [])
            throw LineFault(
                "a policy is expected here",
                at: place,
                hint: token.flatMap { Spelling.suggestion(for: $0.text, in: StalePolicy.names) }
                    ?? "silence, exception N or unavailable"
            )
        }
    }

    /// What holds for the lines below only is refused where it looks as if it held for those above too.
    private func sayAboveRegisters(_ statement: Token, _ cursor: inout TokenCursor, instead hint: String) {
        guard !placements.isEmpty else { return }
        cursor.report(
            LineFault("'\(statement.text)' must stand above the first register", at: statement.range, hint: hint)
        )
    }
}

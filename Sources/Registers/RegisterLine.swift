// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

/// Reads one register line: address, type, value, and what may follow.
///
/// ```
/// 0x0028   i32   power in 0.1 W     vital    -- sum of the phases, + import
/// 0xA000   u16   7                  accept 7 -- application
/// +        u32/low-first  energy.import in 0.1 kWh  missing 0
/// 6        bits(status.fresh, status.stale)
/// ```
struct RegisterLine {
    static let options = ["in", "alone", "vital", "missing", "accept"]

    let constants: [String: Decimal]
    let order: WordOrder
    let missing: MissingValue
    let section: String?

    static func suggestion(for word: String) -> String? {
        Spelling.suggestion(for: word, in: options)
    }

    /// The address that begins a line; a line that begins with anything else is no register line.
    func address(_ token: Token, next: Int?, statements: [String]) throws(LineFault) -> Int {
        if token.isWord("+") {
            guard let next else { throw LineFault("there is no register above that '+' could follow", at: token.range) }
            return next
        }
        guard let address = NumberNotation.integer(token.text) else {
            throw LineFault(
                "'\(token.text)' is neither a statement nor an address",
                at: token.range,
                hint: Spelling.suggestion(for: token.text, in: statements)
                    ?? "a register line begins with its address: 0x0028, 40 or +"
            )
        }
        guard (0...0xFFFF).contains(address) else {
            throw LineFault("an address is a number from 0 to 65535, the one in the protocol", at: token.range)
        }
        return Int(address)
    }

    func register(
        _ address: Int,
        in tables: TableSelection,
        _ first: Token,
        _ cursor: inout TokenCursor
    ) throws(LineFault) -> Register {
        let place = cursor.place
        let (type, order, isBits) = try type(&cursor)
        let holdsBits = tables.tables.allSatisfy(\.holdsBits)
        guard holdsBits == (type == .bit) else {
            throw LineFault(
                holdsBits
                    ? "a table of bits takes the type bit"
                    : "the type bit belongs into a table of coils or discrete inputs",
                at: place
            )
        }
        guard address + type.wordCount <= 0x1_0000 else {
            throw LineFault("\(type) at \(address) would end past the last address, 65535", at: first.range)
        }
        let valuePlace = cursor.place
        var value = isBits ? try bits(&cursor) : try expression(&cursor)
        var options = Options()
        while let token = cursor.next, RegisterLine.options.contains(token.text) { try option(&cursor, &options) }
        let factor = try scale(&value, type, options.resolution, at: valuePlace)
        let register = Register(
            tables: tables,
            address: UInt16(address),
            type: type,
            order: order,
            value: value.expression,
            resolution: options.resolution,
            missing: options.missing ?? missing,
            isAlone: options.isAlone,
            isVital: options.isVital,
            accepted: options.accepted,
            section: section,
            label: cursor.line.label,
            factor: factor,
            range: first.range
        )
        try check(register, at: valuePlace)
        return register
    }

    private struct Options {
        var resolution: Register.Resolution?
        var missing: MissingValue?
        var isAlone = false
        var isVital = false
        var accepted: UInt16?
    }

    /// `i32`, `i32/low-first`, or `bits` in front of its list.
    private func type(_ cursor: inout TokenCursor) throws(LineFault) -> (RegisterType, WordOrder, isBits: Bool) {
        let place = cursor.place
        guard let token = cursor.next else {
            throw LineFault(
                "the register's type is missing",
                at: place,
                hint: RegisterType.names.joined(separator: " ")
            )
        }
        if token.isWord("bits") { return (.u16, order, true) }
        _ = cursor.take()
        let parts = token.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first ?? ""
        guard let type = RegisterType(name) else {
            throw LineFault(
                "there is no type '\(name)'",
                at: token.range,
                hint: name.hasPrefix("text")
                    ? "text[N] holds N bytes, 1 to \(RegisterType.longestText)"
                    : Spelling.suggestion(for: String(name), in: RegisterType.names)
                        ?? RegisterType.names.joined(separator: " ")
            )
        }
        guard parts.count == 2 else { return (type, order, false) }
        guard let own = WordOrder(rawValue: String(parts[1])) else {
            throw LineFault("the word order is high-first or low-first", at: token.range)
        }
        return (type, own, false)
    }

    private func bits(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        guard cursor.line.tokens.indices.contains(cursor.index + 1),
            cursor.line.tokens[cursor.index + 1].isPunctuation("(")
        else { throw LineFault("'bits' takes a list", at: cursor.place, hint: "bits(status.fresh, status.stale)") }
        return try expression(&cursor)
    }

    private func expression(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        var parser = ExpressionParser(constants: constants)
        return try parser.value(&cursor)
    }

    private func option(_ cursor: inout TokenCursor, _ options: inout Options) throws(LineFault) {
        guard let token = cursor.take() else { return }
        switch token.text {
        case "in": options.resolution = try resolution(&cursor)
        case "alone": options.isAlone = true
        case "vital": options.isVital = true
        case "missing": options.missing = try RegisterLine.missingValue(&cursor)
        default:
            let place = cursor.place
            guard let word = cursor.take().flatMap({ NumberNotation.integer($0.text) }).flatMap(word16) else {
                throw LineFault("the number whose writing is accepted is missing", at: place, hint: "accept 7")
            }
            options.accepted = word
        }
    }

    static func missingValue(_ cursor: inout TokenCursor) throws(LineFault) -> MissingValue {
        let place = cursor.place
        switch cursor.take()?.text {
        case "zero": return .zero
        case "nan": return .notANumber
        case "not-implemented": return .notImplemented
        case let text?:
            guard let raw = NumberNotation.integer(text) else { fallthrough }
            return .raw(raw)
        default:
            throw LineFault(
                "what a missing quantity reads as is \(MissingValue.names.joined(separator: ", ")) or a number",
                at: place
            )
        }
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
        if token.text.first?.isLetter ?? false { throw RegisterLine.unknownUnit(token) }
        guard let step = Decimal(token.text), step.mantissa > 0 else {
            throw LineFault("a resolution is a number above zero and a unit", at: token.range, hint: "in 0.1 V")
        }
        guard let word = cursor.next, word.kind == .word, !RegisterLine.options.contains(word.text) else {
            return Register.Resolution(step: step, unit: .one)
        }
        _ = cursor.take()
        guard let unit = Unit(word.text) else {
            throw RegisterLine.unknownUnit(word)
        }
        return Register.Resolution(step: step, unit: unit)
    }

    private static func unknownUnit(_ token: Token) -> LineFault {
        LineFault(
            "there is no unit '\(token.text)'",
            at: token.range,
            hint: Spelling.suggestion(for: token.text, in: Unit.all.map(\.symbol))
        )
    }

    /// What the value is multiplied by on its way into the register.
    private func scale(
        _ value: inout TypedExpression,
        _ type: RegisterType,
        _ resolution: Register.Resolution?,
        at place: SourceRange
    ) throws(LineFault) -> Ratio {
        if case .text = value.measure {
            guard type.isText else { throw LineFault("a text does not fit into \(type)", at: place, hint: "text[N]") }
            guard resolution == nil else { throw LineFault("a text has no resolution", at: place) }
            return .identity
        }
        if type.isText {
            guard case .object = value.expression else {
                throw LineFault("\(type) takes a text, and this is \(value.description)", at: place)
            }
            return .identity
        }
        guard let resolution else { return .identity }
        value = value.read(as: resolution.unit)
        guard case .unit(let unit) = value.measure, let ratio = unit.conversion(to: resolution.unit),
            let factor = ratio.divided(by: resolution.step)
        else {
            let target = resolution.unit == .one ? "a number without unit" : resolution.unit.symbol
            throw LineFault("a value \(value.description) can't be written in \(target)", at: place)
        }
        return factor
    }

    private func check(_ register: Register, at place: SourceRange) throws(LineFault) {
        if register.isAlone, register.type.wordCount != 1 {
            throw LineFault("only a register of one word can stand alone", at: place)
        }
        if register.isVital, !register.value.quantities.contains(where: { $0.definition.role == .measured }) {
            throw LineFault("only a quantity that the meter sends can be vital", at: place)
        }
        if register.accepted != nil, register.type.wordCount != 1 || !register.tables.tables.contains(.holding) {
            throw LineFault("only a holding register of one word can accept a write", at: place)
        }
        guard register.value.liveness == .constant else {
            guard register.missing.fits(register.type) else {
                throw LineFault("\(register.missing) for a missing value does not fit into \(register.type)", at: place)
            }
            return
        }
        try checkConstant(register, at: place)
    }

    /// A value that never changes must fit, because nobody would see it counted as one that doesn't.
    private func checkConstant(_ register: Register, at place: SourceRange) throws(LineFault) {
        if case .text(let length) = register.type {
            let count = (register.value.constantText ?? "").utf8.count
            guard count <= length else {
                throw LineFault("these \(count) bytes do not fit into \(register.type)", at: place)
            }
            return
        }
        guard let number = register.value.constantNumber else {
            throw LineFault(
                "this calculation has no result",
                at: place,
                hint: "it divides by zero, or its numbers are too long"
            )
        }
        guard let range = register.type.range else { return }
        let inSteps = number.converted(by: register.factor)?.rounded(toPlaces: 0)
        guard let inSteps, let integer = inSteps.integer, range.contains(integer) else {
            throw LineFault(
                "\(number) does not fit into \(register.type)",
                at: place,
                hint: "it holds \(range.lowerBound) to \(range.upperBound)"
            )
        }
    }
}

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
    /// The names of the map; those that the line uses are marked in it.
    private(set) var names: MapNames
    let order: WordOrder
    let missing: MissingValue
    let notAvailable: [RegisterType: UInt64]
    let section: String?

    /// What a line comes to, as far as it can be understood.
    struct Result {
        var register: Register?
        /// What other lines may not take.
        var taken: (addresses: ClosedRange<UInt16>, isAlone: Bool, isLiveBit: Bool)?
        /// The address right behind the register.
        var end: Int?
    }

    /// The address that begins a line, `nil` where it is not known; a line that begins with anything else is no register line.
    func address(
        _ token: Token,
        next: RegisterMapParser.NextAddress,
        _ cursor: inout TokenCursor
    ) throws(LineFault) -> Int? {
        if token.isWord("+") {
            switch next {
            case .known(let address): return address
            case .unknown: return nil
            case .none:
                cursor.report(LineFault("there is no register above that '+' could follow", at: token.range))
                return nil
            }
        }
        guard token.kind == .word, let address = RegisterLine.integer(token.text) else {
            let hint = RegisterLine.hint(forFirst: token)
            cursor.skip(to: [])
            throw LineFault(
                "\(token.quoted) is neither a statement nor an address",
                at: token.range,
                hint: hint
            )
        }
        guard (0...0xFFFF).contains(address) else {
            let shown = "\(address)"
            let isManual = shown.count == 6 && (shown.hasPrefix("40") || shown.hasPrefix("30"))
            let table = shown.hasPrefix("4") ? "holding" : "input"
            cursor.report(
                LineFault(
                    "an address is a number from 0 to 65535, the one in the protocol",
                    at: token.range,
                    hint: isManual && address % 100_000 > 0
                        ? "that is address \(address % 100_000 - 1) in 'table \(table)'" : nil
                )
            )
            return nil
        }
        return Int(address)
    }

    /// A number that is too long for any address is one all the same.
    private static func integer(_ text: String) -> Int64? {
        NumberNotation.integer(text) ?? (text.allSatisfy { $0.isASCII && $0.isNumber } ? .max : nil)
    }

    private static func hint(forFirst token: Token) -> String {
        if ["//", "/*", ";", "%", "'", "REM"].contains(token.text) { return "a remark begins with #" }
        if let statement = ForeignName.statements[token.text.lowercased()] { return "the word is '\(statement)'" }
        if let hint = Lookalike.hint(for: token.text) { return hint }
        if let hint = ForeignName.addressHint(token.text) { return hint }
        let bare = String(token.text.prefix { $0 != ":" && $0 != "=" })
        if bare != token.text, RegisterMapParser.statements.contains(bare) { return "write '\(bare)' and a blank" }
        return Spelling.suggestion(for: token.text, in: RegisterMapParser.statements)
            ?? "a register line begins with its address: 0x0028, 40 or +"
    }

    /// The rest of the line. Faults are reported to the cursor, as many as are independent of each other.
    ///
    /// - Parameter address: where the register is; `nil` where that is not known.
    mutating func read(
        _ first: Token,
        _ address: Int?,
        in tables: TableSelection,
        _ cursor: inout TokenCursor
    ) -> Result {
        var result = Result()
        let place = cursor.place
        guard let choice = type(&cursor) else { return result }
        if let type = choice.type { checkTable(type, tables, at: place, &cursor) }
        if let type = choice.type, let address, address + type.wordCount > 0x1_0000 {
            cursor.report(
                LineFault("\(type) at \(address) would end past the last address, 65535", at: first.range)
            )
        } else if let type = choice.type, let address {
            result.end = address + type.wordCount
        }
        let valuePlace = cursor.place
        let value = value(isBits: choice.isBits, &cursor)
        var options = RegisterOptions()
        let isUnderstood = options.read(&names, &cursor)
        guard let type = choice.type else { return result }
        let draft = RegisterDraft(
            type: type,
            value: value ?? .unknown,
            options: options,
            missing: options.missing ?? missing,
            place: valuePlace
        )
        let (expression, factor) = draft.checked(tables, &cursor)
        guard let address, let end = result.end, isUnderstood else { return result }
        let first = UInt16(truncatingIfNeeded: address)
        result.taken = (
            first...UInt16(truncatingIfNeeded: end - 1), options.isAlone, type == .bit && expression.liveness == .live
        )
        guard cursor.faults.isEmpty else { return result }
        result.register = Register(
            tables: tables,
            address: first,
            type: type,
            order: choice.order,
            value: expression,
            resolution: options.resolution,
            missing: draft.missing,
            notAvailable: notAvailable[type] ?? type.notAvailable,
            isAlone: options.isAlone,
            isVital: options.isVital,
            accepted: options.accepted,
            section: section,
            label: cursor.line.label,
            factor: factor
        )
        return result
    }

    private func checkTable(
        _ type: RegisterType,
        _ tables: TableSelection,
        at place: SourceRange,
        _ cursor: inout TokenCursor
    ) {
        let holdsBits = tables.tables.allSatisfy(\.holdsBits)
        guard holdsBits != (type == .bit) else { return }
        cursor.report(
            LineFault(
                holdsBits
                    ? "a table of bits takes the type bit"
                    : "the type bit belongs into a table of coils or discrete inputs",
                at: place
            )
        )
    }

    /// The type that a line names; without `type` where there is none of that name.
    private struct TypeChoice {
        var type: RegisterType?
        var order: WordOrder
        var isBits = false
    }

    /// `i32`, `i32/low-first`, or `bits` in front of its list; `nil` where nothing of the line can be understood any more.
    private func type(_ cursor: inout TokenCursor) -> TypeChoice? {
        guard let token = cursor.next else {
            cursor.report(
                LineFault(
                    "the register's type is missing",
                    at: cursor.place,
                    hint: RegisterType.names.joined(separator: " ")
                )
            )
            return nil
        }
        if token.isPunctuation(",") {
            cursor.report(LineFault("a blank is expected here, not ','", at: token.range))
            cursor.skip(to: [])
            return nil
        }
        if token.isWord("bits") { return TypeChoice(type: .u16, order: order, isBits: true) }
        let parts = token.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first ?? ""
        guard token.kind == .word, let type = RegisterType(name) else {
            return unknownType(name, token, &cursor)
        }
        _ = cursor.take()
        guard parts.count == 2 else { return TypeChoice(type: type, order: order) }
        guard let own = WordOrder(rawValue: String(parts[1])) else {
            cursor.report(ForeignName.wordOrderFault(parts[1], at: token.range))
            return TypeChoice(type: type, order: order)
        }
        if type.wordCount == 1 {
            cursor.doubt(
                LineFault("a register of one word has no word order", at: token.range, hint: "write '\(type)'")
            )
        }
        return TypeChoice(type: type, order: own)
    }

    private func unknownType(_ name: Substring, _ token: Token, _ cursor: inout TokenCursor) -> TypeChoice {
        let isValue =
            token.kind != .word || Quantity(token.text) != nil || names.place(of: token.text) != nil
            || token.text == "if" || ExpressionParser.functions.contains(token.text)
            || NumberNotation.decimal(token.text) != nil
        if isValue, !ForeignName.isType(token.text) {
            // The value is there and can be read.
            cursor.report(
                LineFault(
                    "the register's type is missing",
                    at: token.range,
                    hint: "it stands in front of the value: \(RegisterType.names.joined(separator: " "))"
                )
            )
        } else {
            _ = cursor.take()
            cursor.report(ForeignName.typeFault(name, at: token.range))
        }
        return TypeChoice(type: nil, order: order)
    }

    /// The value; `nil` where it can't be understood. What follows it can be, from the next option on.
    private mutating func value(isBits: Bool, _ cursor: inout TokenCursor) -> TypedExpression? {
        if isBits, !(cursor.afterNext?.isPunctuation("(") ?? false) {
            cursor.report(
                LineFault("'bits' takes a list", at: cursor.place, hint: "bits(status.fresh, status.stale)")
            )
            cursor.skip(to: RegisterLine.options)
            return nil
        }
        var parser = ExpressionParser(names: names)
        do throws(LineFault) {
            let value = try parser.value(&cursor)
            names = parser.names
            return value
        } catch {
            names = parser.names
            cursor.report(error)
            cursor.skip(to: RegisterLine.options)
            return nil
        }
    }
}

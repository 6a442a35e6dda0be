// SPDX-License-Identifier: Apache-2.0

import Notation

/// `table`, `gaps` and `section`: where the registers below belong.
extension RegisterMapParser {
    /// More than the registers of any meter have between them; each is laid out word by word.
    private static let mostGaps = 1000

    mutating func table(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        let token = cursor.take()
        nextAddress = .none
        guard let selection = token.flatMap({ TableSelection(rawValue: $0.text) }) else {
            // The registers below belong somewhere, and that is told once.
            tables = tables ?? .both
            nextAddress = .unknown
            let names = TableSelection.allCases.map(\.rawValue)
            throw LineFault(
                "the table is one of \(names.joined(separator: ", "))",
                at: place,
                hint: token.flatMap { Spelling.suggestion(for: $0.text, in: names) }
            )
        }
        tables = selection
        guard cursor.take(word: "mirrors") != nil else { return }
        guard selection == .holding, cursor.next?.isWord("input") ?? false else {
            let place = cursor.place
            cursor.skip(to: [])
            throw LineFault(
                "only the holding table mirrors another, and that is the input table",
                at: place,
                hint: "table holding mirrors input"
            )
        }
        _ = cursor.take()
        mirrorsInput = true
    }

    /// Lays the registers and gaps of the input table into the holding table as well, save where that has a register.
    mutating func mirrorInput() {
        var isTaken = [Bool](repeating: false, count: 0x1_0000)
        for placement in placements where placement.tables.tables.contains(.holding) {
            for address in placement.addresses { isTaken[Int(address)] = true }
        }
        for (register, placement) in zip(map.registers, placements) where register.tables == .input {
            guard !placement.addresses.contains(where: { isTaken[Int($0)] }) else { continue }
            map.registers.append(register.changed(tables: .holding))
            placements.append(placement.changed(tables: .holding))
        }
        for gap in map.gaps where gap.tables == .input {
            map.gaps.append(RegisterMap.Gap(tables: .holding, addresses: gap.addresses, word: gap.word))
            gapPlaces.append(nil)
        }
    }

    mutating func gaps(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        let example = "gaps 0x0000..0x004F"
        guard let token = cursor.take(), let dots = token.text.firstRange(of: "..") else {
            cursor.skip(to: [])
            throw LineFault("a range of addresses is expected here", at: place, hint: example)
        }
        let first = NumberNotation.integer(token.text[..<dots.lowerBound]).flatMap { UInt16(exactly: $0) }
        let last = NumberNotation.integer(token.text[dots.upperBound...]).flatMap { UInt16(exactly: $0) }
        if first == nil || last == nil || first ?? 0 > last ?? 0 {
            cursor.report(
                LineFault("this is no range of addresses from 0 to 65535", at: token.range, hint: example)
            )
        }
        var word: UInt16 = 0
        if let value = cursor.take() {
            if let number = NumberNotation.integer(value.text), let fill = word16(number) {
                word = fill
            } else {
                cursor.report(LineFault("gaps read as a number of 16 bits", at: value.range))
            }
        }
        let tables = currentTables(at: token.range, &cursor)
        guard map.gaps.count < RegisterMapParser.mostGaps else {
            throw LineFault("these are more than \(RegisterMapParser.mostGaps) gaps", at: token.range)
        }
        guard let first, let last, first <= last, cursor.faults.isEmpty else { return }
        map.gaps.append(RegisterMap.Gap(tables: tables, addresses: first...last, word: word))
        gapPlaces.append(token.range)
    }

    mutating func section(_ cursor: inout TokenCursor) throws(LineFault) {
        let name = plainText(&cursor) { $0.isWord("missing") }
        section = name
        missingOfSection = nil
        if name.isEmpty { cursor.report(LineFault("the section's name is missing", at: cursor.place)) }
        if cursor.take(word: "missing") != nil { missingOfSection = try RegisterLine.missingValue(&cursor) }
    }
}

/// A number as one register holds it: unsigned, or signed in two's complement.
func word16(_ number: Int64) -> UInt16? {
    UInt16(exactly: number) ?? Int16(exactly: number).map { UInt16(bitPattern: $0) }
}

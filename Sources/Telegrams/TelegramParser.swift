// SPDX-License-Identifier: Apache-2.0

/// Reads the lines of one telegram in one pass: which code stands where, with which groups.
///
/// Grammar of a line: an OBIS code, then groups in parentheses. A line that begins with `(` continues the object before it; a
/// group that is still open at the end of its line goes on in the next one unless that begins with a code of its own.
struct TelegramParser {
    private enum Byte {
        static let open = UInt8(ascii: "(")
        static let close = UInt8(ascii: ")")
        static let carriageReturn = UInt8(ascii: "\r")
        static let lineFeed = UInt8(ascii: "\n")
        static let space = UInt8(ascii: " ")
        static let end = UInt8(ascii: "!")
    }

    /// Where everything stands in the characters of one telegram.
    static func layout(of bytes: Span<UInt8>) -> TelegramLayout {
        var parser = TelegramParser()
        // What a meter of today sends, so that the rows seldom grow.
        parser.objects.reserveCapacity(64)
        parser.groups.reserveCapacity(96)
        let identification = parser.readIdentification(bytes)
        parser.readLines(bytes)
        return TelegramLayout(
            identification: identification,
            objects: parser.objects,
            groups: parser.groups,
            oddities: parser.oddities
        )
    }

    private var position = 0
    private var line = 1
    private var objects: [TelegramObject] = []
    private var groups: [TelegramLayout.Group] = []
    private var oddities: [Oddity] = []
    /// The line before was ignored: lines that continue it are not the object's before it.
    private var ignoresContinuation = false

    private mutating func readIdentification(_ bytes: Span<UInt8>) -> Range<Int> {
        let end = bytes.endOfLine(from: 0)
        var last = end
        while last > 1, bytes[last - 1] == Byte.carriageReturn { last -= 1 }
        position = end + 1
        return min(1, last)..<last
    }

    private mutating func readLines(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            line += 1
            let first = bytes[position]
            if let (code, length, isPresent) = ObisCode.parse(bytes, from: position) {
                let count = objects.count
                ignoresContinuation = false
                position += length
                readObject(code, bytes)
                if !isPresent, objects.count > count { forgetObject() }
            } else if first == Byte.open {
                continueObject(bytes)
            } else {
                if ObisCode.isServiceCode(bytes, from: position) {
                    ignore(.serviceCode)
                } else if first != Byte.carriageReturn, first != Byte.lineFeed, first != Byte.end {
                    ignore(.noCode)
                }
                skipLine(bytes)
            }
        }
    }

    private mutating func readObject(_ code: ObisCode, _ bytes: Span<UInt8>) {
        objects.append(TelegramObject(code: code, line: line, firstGroup: groups.count))
        readGroups(bytes)
        // A line that begins with `(` belongs to this code, not to the one before it.
        if position < bytes.count, bytes[position] == Byte.open { return }
        if objects[objects.count - 1].groupCount == 0 {
            objects.removeLast()
            ignore(.noValue)
        }
    }

    /// The object before was about the past: two of its code would be taken for a correction of the present.
    private mutating func forgetObject() {
        groups.removeLast(objects.removeLast().groupCount)
        ignore(.earlierPeriod)
    }

    private mutating func continueObject(_ bytes: Span<UInt8>) {
        guard !ignoresContinuation else { return skipLine(bytes) }
        guard !objects.isEmpty else {
            note(.orphanedGroup)
            return skipLine(bytes)
        }
        readGroups(bytes)
    }

    /// Reads groups from `position` on and adds them to the last object; leaves `position` at the start of a line.
    private mutating func readGroups(_ bytes: Span<UInt8>) {
        while position < bytes.count, bytes[position] == Byte.open {
            let start = position + 1
            if let (measurement, length) = Measurement.parse(bytes, from: start) {
                let format = TelegramLayout.NumberFormat(exponent: measurement.number.exponent, unit: measurement.unit)
                append(start..<start + length, format)
            } else if let end = endOfText(bytes, from: start) {
                append(start..<end, nil)
            } else {
                return note(.unbalancedParentheses)
            }
        }
        skipLineEnd(bytes)
    }

    private mutating func append(_ range: Range<Int>, _ number: TelegramLayout.NumberFormat?) {
        position = range.upperBound + 1
        // Always so: no telegram is longer than `TelegramFramer.maximumLength`.
        guard let group = TelegramLayout.Group(range, number: number) else { return }
        groups.append(group)
        objects[objects.count - 1].countGroup()
    }

    /// Where the `)` stands that closes the group that begins at `start`; without one, `nil`, and `position` is at the start
    /// of the line that can't belong to the group.
    private mutating func endOfText(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var depth = 1
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case Byte.open: depth += 1
            case Byte.close: depth -= 1
            case Byte.lineFeed where !goesOn(bytes, at: index + 1):
                position = index + 1
                return nil
            case Byte.lineFeed: line += 1
            default: break
            }
            if depth == 0 { return index }
            index += 1
        }
        position = index
        return nil
    }

    /// Whether an open group can go on in the line that begins at `start`: not with a code of its own, nor with `!`.
    private func goesOn(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard start < bytes.count, bytes[start] != Byte.end else { return false }
        guard let (_, length, _) = ObisCode.parse(bytes, from: start), start + length < bytes.count else { return true }
        return bytes[start + length] != Byte.open
    }

    private mutating func skipLineEnd(_ bytes: Span<UInt8>) {
        if position + 1 < bytes.count, bytes[position] == Byte.carriageReturn, bytes[position + 1] == Byte.lineFeed {
            position += 2
            return
        }
        let end = bytes.endOfLine(from: position)
        var hasClose = false
        var hasText = false
        for index in position..<end {
            switch bytes[index] {
            case Byte.carriageReturn, Byte.space, 0: break
            case Byte.close: hasClose = true
            default: hasText = true
            }
        }
        if hasText {
            note(holdsObject(bytes, position..<end) ? .lostLineEnd : .trailingCharacters)
        } else if hasClose {
            note(.unbalancedParentheses)
        }
        position = end + 1
    }

    /// Whether a code with a group stands in it: the line's end before it was damaged.
    private func holdsObject(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.contains { index in
            guard let (_, length, _) = ObisCode.parse(bytes, from: index), length > 4 else { return false }
            return index + length < range.upperBound && bytes[index + length] == Byte.open
        }
    }

    private mutating func ignore(_ kind: Oddity.Kind) {
        note(kind)
        ignoresContinuation = true
    }

    private mutating func skipLine(_ bytes: Span<UInt8>) { position = bytes.endOfLine(from: position) + 1 }

    private mutating func note(_ kind: Oddity.Kind) {
        oddities.append(Oddity(line: line, kind: kind))
    }
}

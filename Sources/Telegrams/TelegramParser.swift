// SPDX-License-Identifier: Apache-2.0

/// Reads the lines of one telegram: which code stands where, with which groups.
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
    }

    /// Fills the index of `telegram`, whose `bytes` are set. Keeps the capacity of what was there before.
    static func index(_ telegram: inout Telegram) {
        var parser = TelegramParser(bytes: telegram.bytes)
        swap(&parser.objects, &telegram.objects)
        swap(&parser.groups, &telegram.groups)
        parser.objects.removeAll(keepingCapacity: true)
        parser.groups.removeAll(keepingCapacity: true)
        telegram.identificationRange = parser.identification()
        parser.readLines()
        swap(&parser.objects, &telegram.objects)
        swap(&parser.groups, &telegram.groups)
        telegram.oddities = parser.oddities
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var objects: [TelegramObject] = []
    private var groups: [Telegram.Slice] = []
    private var oddities: [Oddity] = []

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func identification() -> Range<Int> {
        let end = endOfLine(from: 0)
        var last = end
        while last > 1, bytes[last - 1] == Byte.carriageReturn { last -= 1 }
        position = end + 1
        return min(1, last)..<last
    }

    private mutating func readLines() {
        let characters = self.bytes
        let bytes = characters.span
        while position < bytes.count {
            line += 1
            let end = endOfLine(from: position)
            let first = bytes[position]
            if first == Byte.carriageReturn || first == Byte.lineFeed || first == UInt8(ascii: "!") {
                position = end + 1
            } else if first == Byte.open {
                continueObject(end)
            } else if let (code, length) = ObisCode.parse(bytes, from: position) {
                readObject(code, valueStart: position + length, end)
            } else {
                note(.noCode)
                position = end + 1
            }
        }
    }

    private mutating func readObject(_ code: ObisCode, valueStart: Int, _ end: Int) {
        let object = TelegramObject(code: code, line: line, firstGroup: groups.count, groupCount: 0)
        position = valueStart
        objects.append(object)
        readGroups(end)
        // A line that begins with `(` belongs to this code, not to the one before it.
        if position < bytes.count, bytes[position] == Byte.open { return }
        if objects[objects.count - 1].groupCount == 0 {
            objects.removeLast()
            note(.noValue)
        }
    }

    private mutating func continueObject(_ end: Int) {
        guard !objects.isEmpty else {
            note(.orphanedGroup)
            position = end + 1
            return
        }
        readGroups(end)
    }

    /// Reads groups from `position` on and adds them to the last object; leaves `position` at the start of a line.
    private mutating func readGroups(_ lineEnd: Int) {
        let characters = self.bytes
        let bytes = characters.span
        var end = lineEnd
        while position < end, bytes[position] == Byte.open {
            let start = position + 1
            var depth = 1
            var index = start
            while depth > 0 {
                if index >= end {
                    guard let next = continuation(after: end) else {
                        note(.unbalancedParentheses)
                        position = end + 1
                        return
                    }
                    line += 1
                    end = next
                }
                if bytes[index] == Byte.open { depth += 1 }
                if bytes[index] == Byte.close { depth -= 1 }
                index += 1
            }
            if let offset = UInt16(exactly: start), let count = UInt16(exactly: index - 1 - start) {
                groups.append(Telegram.Slice(offset: offset, count: count))
                objects[objects.count - 1].groupCount += 1
            }
            position = index
        }
        skipLineEnd(end)
    }

    /// The end of the line after `end`, when an open group can go on there: it exists and doesn't begin with a code or `!`.
    private func continuation(after end: Int) -> Int? {
        let start = end + 1
        guard start < bytes.count, bytes[start] != UInt8(ascii: "!") else { return nil }
        if let (_, length) = ObisCode.parse(bytes.span, from: start), start + length < bytes.count,
            bytes[start + length] == Byte.open
        {
            return nil
        }
        return endOfLine(from: start)
    }

    private mutating func skipLineEnd(_ end: Int) {
        var index = position
        var hasClose = false
        var hasText = false
        while index < end {
            switch bytes[index] {
            case Byte.carriageReturn, Byte.space, 0: break
            case Byte.close: hasClose = true
            default: hasText = true
            }
            index += 1
        }
        if hasText {
            note(.trailingCharacters)
        } else if hasClose {
            note(.unbalancedParentheses)
        }
        position = end + 1
    }

    private mutating func note(_ kind: Oddity.Kind) {
        oddities.append(Oddity(line: line, kind: kind))
    }

    private func endOfLine(from start: Int) -> Int {
        let bytes = self.bytes.span
        var index = start
        while index < bytes.count, bytes[index] != Byte.lineFeed { index += 1 }
        return index
    }
}

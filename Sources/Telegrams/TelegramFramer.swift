// SPDX-License-Identifier: Apache-2.0

/// Finds telegrams in a stream of bytes, whatever pieces it comes in.
///
/// A telegram begins with `/` at the start of a line and ends with `!` at the start of a line, up to four hexadecimal digits
/// and a line end. Neither character means anything elsewhere: both occur in text messages, and one flipped bit makes a `!`
/// of a `1`. The framer finds the borders and believes nothing; `TelegramDecoder` judges.
struct TelegramFramer: Sendable {
    /// A Hungarian telegram with a full text message is over 3 kB, the longest known; nothing longer is waited for.
    static let maximumLength = 16_384

    /// A stretch of `buffer` that looks like a telegram.
    struct Frame: Equatable {
        /// From `/` through `!`, or up to where it was broken off.
        var range: Range<Int>
        var ending: Ending
        /// The line sends seven data bits and even parity, and was read with eight data bits: the eighth is the parity.
        var isSevenBit: Bool
        /// It began in mid-line, behind noise: only a checksum can tell that it is a telegram at all.
        var isDoubtful = false
    }

    enum Ending: Equatable {
        case checksum(UInt16)
        case bare
        /// The next telegram began, or the stream ended, before a `!`.
        case cut
        case endOfStream
        case tooLong
    }

    private enum State {
        /// Outside a telegram; whether the next byte stands at the start of a line.
        case searching(atLineStart: Bool)
        case inside(start: Int, isSevenBit: Bool)
    }

    private(set) var buffer: [UInt8] = []
    private var position = 0
    private var state = State.searching(atLineStart: true)
    /// Whether the telegram that it is inside of began in mid-line.
    private var isDoubtful = false
    /// How often a `!` in mid-line has been held against the checksum behind it; each time costs as much as the telegram is long.
    private var triesInMidLine = 0
    private static let greatestTriesInMidLine = 16

    init() {
        buffer.reserveCapacity(4096)
    }

    /// Takes the next piece of the stream. Frames handed out before are gone after this call.
    mutating func append(_ bytes: Span<UInt8>) {
        compact()
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// The next telegram in what has arrived, or `nil` until more does.
    mutating func nextFrame() -> Frame? {
        while true {
            switch state {
            case .searching(let atLineStart):
                guard findStart(atLineStart: atLineStart) else { return nil }
            case .inside(let start, let isSevenBit):
                switch findEnd(start: start, isSevenBit: isSevenBit) {
                case .needsMore:
                    guard visible(from: start) < buffer.count else { return nil }
                    position = visible(from: start)
                    state = .searching(atLineStart: buffer[position - 1] == UInt8(ascii: "\n"))
                    return Frame(
                        range: start..<position,
                        ending: .tooLong,
                        isSevenBit: isSevenBit,
                        isDoubtful: isDoubtful
                    )
                case .found(let frame): return frame
                }
            }
        }
    }

    /// Hands out what was begun and will not be continued, and searches anew.
    mutating func breakOff() -> Frame? {
        defer {
            position = buffer.count
            state = .searching(atLineStart: true)
        }
        guard case .inside(let start, let isSevenBit) = state else { return nil }
        return Frame(range: start..<buffer.count, ending: .cut, isSevenBit: isSevenBit, isDoubtful: isDoubtful)
    }

    /// The stream is over: hands out what there is.
    mutating func finish() -> Frame? {
        if let frame = nextFrame() { return frame }
        defer {
            position = buffer.count
            state = .searching(atLineStart: true)
        }
        guard case .inside(let start, let isSevenBit) = state else { return nil }
        // An end line whose own line end never came, or a checksum behind the last value that doesn't verify.
        if let mark = endMark(from: start, isSevenBit: isSevenBit) {
            let digits = checksumDigits(from: mark + 1, isSevenBit: isSevenBit)
            return Frame(
                range: start..<mark + 1,
                ending: digits.ending,
                isSevenBit: isSevenBit,
                isDoubtful: isDoubtful
            )
        }
        return Frame(
            range: start..<buffer.count,
            ending: .endOfStream,
            isSevenBit: isSevenBit,
            isDoubtful: isDoubtful
        )
    }

    private mutating func compact() {
        let keep: Int
        switch state {
        case .searching: keep = position
        case .inside(let start, _): keep = start
        }
        guard keep > 0 else { return }
        buffer.removeSubrange(0..<keep)
        position -= keep
        if case .inside(let start, let isSevenBit) = state {
            state = .inside(start: start - keep, isSevenBit: isSevenBit)
        }
    }

    /// Moves on to the next `/` that can begin a telegram: at the start of a line, or with three letters behind it. A seven-bit
    /// line read as eight shows it as AF, its parity bit set.
    private mutating func findStart(atLineStart: Bool) -> Bool {
        var atLineStart = atLineStart
        while position < buffer.count {
            let byte = buffer[position]
            let isSlash = byte == UInt8(ascii: "/")
            if isSlash, !atLineStart, position + 3 >= buffer.count { break }
            if !isSlash, byte == 0xAF, atLineStart, position + 3 >= buffer.count { break }
            let begins = atLineStart && (isSlash || (byte == 0xAF && hasLetters(position + 1)))
            if begins || (isSlash && hasLetters(position + 1)) {
                state = .inside(start: position, isSevenBit: !isSlash)
                isDoubtful = !atLineStart
                triesInMidLine = 0
                position += 1
                return true
            }
            // Noise between two telegrams (a line feed that was lost, NUL, FF, the mark that some editors put before a text)
            // doesn't cost the next one.
            let isNoise = byte < UInt8(ascii: " ") || byte >= 0x7F
            atLineStart = byte == UInt8(ascii: "\n") || (atLineStart && isNoise)
            position += 1
        }
        state = .searching(atLineStart: atLineStart)
        return false
    }

    private func hasLetters(_ start: Int) -> Bool {
        (start..<start + 3).allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(buffer[$0] & 0x7F | 0x20) }
    }

    /// Where a telegram that begins at `start` must have ended, its checksum included, or what has arrived of it: looking no
    /// further gives the same frames in pieces of any size.
    private func visible(from start: Int) -> Int {
        min(buffer.count, start + Self.maximumLength)
    }

    private enum Search {
        case needsMore
        case found(Frame)
    }

    /// Looks at each `!` and `/` from `position` on. `position` stays at the first that could not be judged yet.
    private mutating func findEnd(start: Int, isSevenBit: Bool) -> Search {
        let end = visible(from: start)
        while position < end, let mark = nextMark(in: position..<end, isSevenBit) {
            let isBang = character(mark, isSevenBit) == UInt8(ascii: "!")
            let startsLine = character(mark - 1, isSevenBit) == UInt8(ascii: "\n")
            if startsLine, !isBang { return close(start..<mark, .cut, isSevenBit, resumeAt: mark) }
            position = mark
            if startsLine {
                let digits = checksumDigits(from: mark + 1, isSevenBit: isSevenBit)
                guard digits.isComplete, digits.end <= end else { return .needsMore }
                if digits.endsLine { return close(start..<mark + 1, digits.ending, isSevenBit, resumeAt: digits.end) }
            } else if isBang, !isSevenBit, triesInMidLine < Self.greatestTriesInMidLine {
                switch endInMidLine(start..<mark + 1, visible: end) {
                case .undecided: return .needsMore
                case .verified(let checksum, let next):
                    return close(start..<mark + 1, .checksum(checksum), isSevenBit, resumeAt: next)
                case .noEnd: break
                case .wrong: triesInMidLine += 1
                }
            }
            position = mark + 1
        }
        position = max(position, end)
        return .needsMore
    }

    private func nextMark(in range: Range<Int>, _ isSevenBit: Bool) -> Int? {
        buffer.span.firstIndex(
            of: UInt8(ascii: "!"),
            or: UInt8(ascii: "/"),
            in: range,
            mask: isSevenBit ? 0x7F : 0xFF
        )
    }

    private mutating func close(
        _ range: Range<Int>,
        _ ending: Ending,
        _ isSevenBit: Bool,
        resumeAt: Int
    ) -> Search {
        position = resumeAt
        state = .searching(atLineStart: true)
        return .found(Frame(range: range, ending: ending, isSevenBit: isSevenBit, isDoubtful: isDoubtful))
    }

    private enum EndInMidLine {
        case noEnd
        case wrong
        case undecided
        case verified(UInt16, next: Int)
    }

    /// Aidon prints the `!` behind the last value. Such a one ends a telegram when four digits and the line's end follow and
    /// the checksum verifies: otherwise it is a damaged `1` or part of a text. No seven-bit dialect has a checksum.
    ///
    /// - Parameter range: from the `/` through the `!`.
    private func endInMidLine(_ range: Range<Int>, visible end: Int) -> EndInMidLine {
        let digits = checksumDigits(from: range.upperBound, isSevenBit: false)
        guard digits.isComplete else { return .undecided }
        guard digits.end - range.upperBound == 4, case .checksum(let sent) = digits.ending else { return .noEnd }
        var next = digits.end
        // A carriage return, or what else meters put between the digits and the line's end: a NUL or a blank.
        while next < min(end, digits.end + 4), isBlank(buffer[next]) { next += 1 }
        guard next < end else { return .undecided }
        guard buffer[next] == UInt8(ascii: "\n") else { return .noEnd }
        let isVerified = Checksum.allCases.contains { $0.value(of: buffer.span, range) == sent }
        return isVerified ? .verified(sent, next: next + 1) : .wrong
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\r") || byte == UInt8(ascii: " ") || byte == 0
    }

    /// The `!` behind which there is nothing but a checksum: at the start of a line any, elsewhere a whole one.
    private func endMark(from start: Int, isSevenBit: Bool) -> Int? {
        let mark = buffer.indices.last { $0 > start && character($0, isSevenBit) == UInt8(ascii: "!") }
        guard let mark else { return nil }
        let digits = checksumDigits(from: mark + 1, isSevenBit: isSevenBit)
        let isBare = digits.end == buffer.count && buffer[mark - 1] == UInt8(ascii: "\n")
        let isWhole = digits.end == mark + 5 && buffer[digits.end...].allSatisfy { $0 <= UInt8(ascii: " ") }
        return isBare || isWhole ? mark : nil
    }

    /// What follows the `!`: up to four hexadecimal digits. Complete at the fourth digit or at anything that is none, so that
    /// a telegram is known without waiting for its line end.
    ///
    /// Behind fewer than four digits the line must end, or only blanks and control characters follow: a `1` that one flipped
    /// bit has made a `!` at the start of a line (`!-0:1.8.1`) ends nothing.
    private func checksumDigits(
        from start: Int,
        isSevenBit: Bool
    ) -> (ending: Ending, end: Int, isComplete: Bool, endsLine: Bool) {
        var value: UInt16 = 0
        var index = start
        while index < buffer.count, index - start < 4 {
            guard let digit = hexadecimalDigit(character(index, isSevenBit)) else { break }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        let isWhole = index - start == 4
        let endsLine = isWhole || (index < buffer.count && character(index, isSevenBit) <= UInt8(ascii: " "))
        return (index > start ? .checksum(value) : .bare, index, isWhole || index < buffer.count, endsLine)
    }

    @inline(__always)
    private func character(_ index: Int, _ isSevenBit: Bool) -> UInt8 {
        isSevenBit ? buffer[index] & 0x7F : buffer[index]
    }
}

/// The value of one hexadecimal digit in either case.
@inline(__always)
package func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

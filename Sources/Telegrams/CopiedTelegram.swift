// SPDX-License-Identifier: Apache-2.0

/// Telegrams that somebody copied out of a page, a log or an editor lose what nobody sees: the carriage returns, the blanks at
/// the ends of lines, the empty line behind the identification. Their checksum tells whether they were put back rightly.
package enum CopiedTelegram {
    /// The characters as the meter must have sent them.
    ///
    /// - Parameters:
    ///   - bytes: from `/` through `!`.
    ///   - checksum: what was printed behind it.
    /// - Returns: `nil` where no way of putting back gives that checksum.
    package static func restored(_ bytes: [UInt8], checksum: UInt16) -> [UInt8]? {
        for trimsBlanks in [false, true] {
            let lines = lines(bytes, trimsBlanks: trimsBlanks)
            for candidate in [lines, withEmptyLine(lines)] {
                let restored = Array(candidate.joined(separator: "\r\n".utf8))
                if Checksum.allCases.contains(where: { $0.value(of: restored.span, 0..<restored.count) == checksum }) {
                    return restored
                }
            }
        }
        return nil
    }

    private static func lines(_ bytes: [UInt8], trimsBlanks: Bool) -> [[UInt8]] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            var line = line
            while let last = line.last, last == UInt8(ascii: "\r") || (trimsBlanks && last == UInt8(ascii: " ")) {
                line.removeLast()
            }
            return Array(line)
        }
    }

    private static func withEmptyLine(_ lines: [[UInt8]]) -> [[UInt8]] {
        lines.prefix(1) + [[]] + lines.dropFirst()
    }
}

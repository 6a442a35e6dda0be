// SPDX-License-Identifier: Apache-2.0

/// Writes telegrams, for the simulator, the repeater and the tests.
///
/// ```
/// var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
/// writer.append("1-0:1.7.0", "00.588*kW")
/// let bytes = writer.telegram()   // /ISK5\2M550T-1012 ␍␊ ␍␊ 1-0:1.7.0(00.588*kW) ␍␊ !6F3A ␍␊
/// ```
package struct TelegramWriter: Sendable {
    private var body: [UInt8]

    /// - Parameter identification: the first line without its `/`.
    package init(identification: String) {
        body = Array("/\(identification)\r\n\r\n".utf8)
    }

    /// Adds a line: a code and its groups, each without parentheses.
    package mutating func append(_ code: String, _ groups: String...) {
        body.append(contentsOf: code.utf8)
        for group in groups { body.append(contentsOf: "(\(group))".utf8) }
        body.append(contentsOf: "\r\n".utf8)
    }

    /// Adds a line as it is, for telegrams that are odd on purpose.
    package mutating func append(line: String) {
        body.append(contentsOf: "\(line)\r\n".utf8)
    }

    /// The whole telegram; `nil` as checksum gives the bare `!` of DSMR 2 and 3.
    package func telegram(checksum: Checksum? = .arc) -> [UInt8] {
        let bytes = body + [UInt8(ascii: "!")]
        guard let checksum else { return bytes + Array("\r\n".utf8) }
        let value = checksum.value(of: bytes.span, 0..<bytes.count)
        return bytes + Array("\(hexadecimal(value))\r\n".utf8)
    }
}

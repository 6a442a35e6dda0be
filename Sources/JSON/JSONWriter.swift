// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// Writes JSON text (RFC 8259) as UTF-8, without a space between tokens and on one line; commas come by themselves.
///
/// Numbers are written with the digits they have: `1988.284` and `0.030` stay so, because nothing passes through a `Double`.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: how many bytes to make room for at once.
    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// What was written, as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// An object; `members` writes keys, each with a value behind it.
    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        members(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    /// An array; `elements` writes values.
    package mutating func array(_ elements: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "["))
        elements(&self)
        bytes.append(UInt8(ascii: "]"))
    }

    /// The name of a member, to be followed by its value.
    package mutating func key(_ name: some StringProtocol) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
    }

    package mutating func string(_ text: some StringProtocol) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 { appendEscaped(byte) }
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func number(_ number: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: number.description.utf8)
    }

    /// A number with exactly the digits it has.
    package mutating func number(_ number: Decimal) {
        separate()
        bytes.append(contentsOf: number.description.utf8)
    }

    package mutating func boolean(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Every token but these three ends in a byte that another value must be parted from.
    private mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): return
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    /// RFC 8259 section 7: quotation mark, reverse solidus and the control characters must be escaped, nothing else.
    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
        default: bytes.append(byte)
        }
    }
}

extension JSONWriter {
    /// A member with a text, or null.
    package mutating func member(_ name: some StringProtocol, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    /// A member with a whole number, or null.
    package mutating func member(_ name: some StringProtocol, _ value: (some BinaryInteger)?) {
        key(name)
        if let value { number(value) } else { null() }
    }

    package mutating func member(_ name: some StringProtocol, _ value: Bool) {
        key(name)
        boolean(value)
    }
}

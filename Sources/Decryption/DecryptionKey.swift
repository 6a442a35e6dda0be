// SPDX-License-Identifier: Apache-2.0

/// A key of AES-128, sixteen bytes: the meter's encryption key (EK, GUEK) or its authentication key (AK, GAK).
///
/// However it is printed, it doesn't show its bytes; two keys are compared by `==`.
package struct DecryptionKey: Sendable {
    package static let length = 16

    let bytes: InlineArray<16, UInt8>

    /// The authentication key that is the same for every meter in Luxembourg: 00112233445566778899AABBCCDDEEFF
    /// (Luxmetering E-meter P1 specification 1.1.3).
    static let specificationAuthenticationKey = DecryptionKey(bytes: InlineArray { UInt8($0) * 0x11 })

    private init(bytes: InlineArray<16, UInt8>) {
        self.bytes = bytes
    }

    /// Reads a key of 32 hexadecimal digits in either case, as the grid operator prints it: blanks, line ends and colons
    /// may stand anywhere.
    ///
    /// - Throws: ``DecryptionKeyFault``, which names places and counts but no character of the text.
    package init(_ text: some StringProtocol) throws(DecryptionKeyFault) {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        var digits = 0
        for (index, character) in text.enumerated() {
            if character.isWhitespace || character == ":" { continue }
            guard character.isASCII, let digit = character.hexDigitValue else {
                throw .notHexadecimal(position: index + 1)
            }
            if digits < 2 * Self.length { bytes[digits / 2] = bytes[digits / 2] << 4 | UInt8(digit) }
            digits += 1
        }
        guard digits == 2 * Self.length else { throw .length(digits: digits) }
        self.bytes = bytes
    }
}

extension DecryptionKey: Equatable {
    package static func == (left: DecryptionKey, right: DecryptionKey) -> Bool {
        left.bytes.indices.allSatisfy { left.bytes[$0] == right.bytes[$0] }
    }
}

extension DecryptionKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Words instead of the key: what is printed ends up in logs and bug reports.
    package var description: String { "a key of \(Self.length) bytes (not shown)" }
    package var debugDescription: String { description }
    /// Nothing, for `dump` and whatever else looks inside.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

// SPDX-License-Identifier: Apache-2.0

/// Why a text is no key. It never holds a part of the text, as that may be most of a key.
package enum DecryptionKeyFault: Error, Sendable, Hashable {
    /// There are fewer or more than 32 hexadecimal digits.
    case length(digits: Int)
    /// The character at `position`, counted from 1, is neither a hexadecimal digit nor a blank nor a colon.
    case notHexadecimal(position: Int)
}

extension DecryptionKeyFault: CustomStringConvertible {
    /// The fault as a sentence: what, and what to do.
    package var description: String {
        switch self {
        case .length(0):
            "the key is empty; it has \(2 * DecryptionKey.length) hexadecimal digits and comes from the grid operator."
        case .length(let digits):
            "the key has \(digits) hexadecimal digits instead of \(2 * DecryptionKey.length); copy it again from what the grid "
                + "operator sent."
        case .notHexadecimal(let position):
            "character \(position) of the key is none of 0-9, a-f and A-F; a key has \(2 * DecryptionKey.length) of those, "
                + "and blanks and colons between them."
        }
    }
}

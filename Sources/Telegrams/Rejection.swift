// SPDX-License-Identifier: Apache-2.0

/// Why a piece of the stream was not accepted as a telegram.
package enum Rejection: Sendable, Equatable {
    /// The checksum does not belong to the bytes: the line damaged them.
    case checksumMismatch(sent: UInt16, computed: UInt16)
    /// There is no checksum although the policy asks for one, or earlier telegrams had one.
    case checksumMissing
    /// No checksum vouches for it and line `line` is not what a telegram's line looks like.
    case malformedLine(Int)
    /// There is no object in it.
    case empty
    /// Another telegram began, or the link broke, before this one ended.
    case cut
    /// No end within `TelegramFramer.maximumLength` bytes.
    case tooLong
    /// On a seven-bit line, characters whose parity bit is wrong.
    case parityErrors(Int)
    /// An encrypted frame that nothing vouches for, or without a key; the sentence says why.
    case undecipherable(String)
    /// It waited in the system while the whole process stood still, nobody knows how long.
    case heldUp
    /// It is the one before once more, byte for byte, the meter's clock included: a copy says nothing new.
    case frozen
    /// Well formed, but says what cannot be; the sentence says what.
    case implausible(String)

    /// A short stable name, for counters and programs.
    package var name: String {
        switch self {
        case .checksumMismatch: "checksum-mismatch"
        case .checksumMissing: "checksum-missing"
        case .malformedLine: "malformed-line"
        case .empty: "empty"
        case .cut: "cut"
        case .tooLong: "too-long"
        case .parityErrors: "parity-errors"
        case .undecipherable: "undecipherable"
        case .heldUp: "held-up"
        case .frozen: "frozen"
        case .implausible: "implausible"
        }
    }
}

extension Rejection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .checksumMismatch(let sent, let computed):
            "the checksum says \(hexadecimal(sent)) but the bytes give \(hexadecimal(computed)): it was damaged on its way, or somebody changed it"
        case .checksumMissing:
            "there is no checksum although this source has sent one before, or one is required"
        case .malformedLine(let line):
            "line \(line) is malformed and no checksum vouches for the telegram"
        case .empty:
            "it has no lines"
        case .cut:
            "the telegram was broken off before its end"
        case .tooLong:
            "no end within \(TelegramFramer.maximumLength) bytes"
        case .parityErrors(let count):
            "\(count) characters have a wrong parity bit"
        case .heldUp:
            "it waited while the program was suspended, and nobody knows how long"
        case .frozen:
            "it is the one before once more, the meter's clock included"
        case .undecipherable(let reason), .implausible(let reason):
            reason
        }
    }
}

/// Four digits, as a telegram prints its checksum and a map its addresses.
package func hexadecimal(_ value: UInt16) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
}

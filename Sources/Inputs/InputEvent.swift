// SPDX-License-Identifier: Apache-2.0

package import Decryption

/// What an input tells the one who runs it.
///
/// Connections are told once per change of state: a hundred vain attempts for the same reason are one
/// ``disconnected(_:)``. Silence isn't an event: whether readings are fresh is judged where telegrams are.
package enum InputEvent: Sendable, Hashable {
    /// The source is open; the text names it for people, such as `192.168.1.20 port 23`.
    case connected(String)

    /// Bytes just read, in pieces of any size, and when they were read. Never empty.
    case bytes([UInt8], arrival: ContinuousClock.Instant)

    /// The bytes that follow were encrypted: what vouches for them, and whether the frames count from the beginning again.
    case decrypted(DecryptedText.Assurance, didCounterRestart: Bool)

    /// An encrypted frame came that gave no telegram, and why.
    case undecipherable(EncryptionFault)

    /// The source can't be read, and why. Live inputs keep trying.
    case disconnected(InputFault)

    /// The source has come to its end (a recording, standard input): nothing follows.
    case ended
}

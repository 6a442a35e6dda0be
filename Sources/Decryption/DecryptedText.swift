// SPDX-License-Identifier: Apache-2.0

/// What an encrypted frame said, and how far it is to be trusted.
package struct DecryptedText: Sendable, Equatable {
    /// The text as the meter encrypted it, as a rule one telegram.
    package let bytes: [UInt8]
    package let assurance: Assurance
    /// The counter went back or the meter is another one, which a verified tag allows: after a reset or an exchange. Worth
    /// telling, as an old frame that somebody repeats looks the same.
    package let didCounterRestart: Bool

    /// What vouches for the text.
    package enum Assurance: Sendable, Hashable {
        /// The frame's tag: nobody without the key has made or changed it.
        case tagVerified(AuthenticationKey)
        /// Only the checksum of the telegram inside, which finds the damages of a line but no forgery. Real meters in
        /// Luxembourg are such: their tags don't verify with the key that their specification prints.
        case innerChecksumOnly
    }

    /// By which authentication key a tag verified.
    package enum AuthenticationKey: Sendable, Hashable {
        /// The one that the Luxembourg specification gives to every meter.
        case specification
        /// The meter's own, from the configuration.
        case configured
    }
}

extension DecryptedText.Assurance: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tagVerified(.specification): "tag verified with the specification's authentication key"
        case .tagVerified(.configured): "tag verified with the configured authentication key"
        case .innerChecksumOnly: "tag not verified, only the telegram's own checksum"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Decryption

/// Where the keys of a meter that encrypts are kept: never in a configuration, which many may read.
package struct MeterKeys: Sendable, Hashable {
    package enum Place: Sendable, Hashable {
        /// A file that only its owner may read.
        case file(String)
        /// A variable of the environment.
        case environment(String)
    }

    package var key: Place
    /// The authentication key's, where the meter has one of its own (Austria).
    package var authenticationKey: Place?

    package init(key: Place, authenticationKey: Place? = nil) {
        self.key = key
        self.authenticationKey = authenticationKey
    }
}

/// Why a key can't be had from its place.
package enum MeterKeyFault: Error, CustomStringConvertible {
    case file(KeyFileFault)
    case variableMissing(String)
    case variable(String, DecryptionKeyFault)

    package var description: String {
        switch self {
        case .file(let fault): fault.description
        case .variableMissing(let name):
            "the environment has no variable \(name); set it where the service is started"
        case .variable(let name, let fault): "the variable \(name): \(fault)"
        }
    }
}

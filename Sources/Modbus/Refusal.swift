// SPDX-License-Identifier: Apache-2.0

/// Why a new connection is closed before anything is read from it.
package enum Refusal: String, Sendable, CaseIterable {
    /// Its address is in none of the ranges of ``ConnectionLimits/allowed``.
    case notAllowed = "not-allowed"
    /// Its address has as many connections as one may have, and none of them is idle.
    case addressLimit = "address-limit"
    /// There are as many connections as may be, and none of them is idle.
    case connectionLimit = "connection-limit"
    /// The system has no memory to watch it.
    case systemLimit = "system-limit"

    /// Where it is counted.
    var index: Int {
        switch self {
        case .notAllowed: 0
        case .addressLimit: 1
        case .connectionLimit: 2
        case .systemLimit: 3
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The countries whose meters' clocks are not central European, and some that are, so that nobody has to know.
package enum Country: String, Sendable, Hashable, CaseIterable {
    case at = "AT"
    case be = "BE"
    case ch = "CH"
    case fi = "FI"
    case hu = "HU"
    case il = "IL"
    case `is` = "IS"
    case lt = "LT"
    case lu = "LU"
    case nl = "NL"
    case se = "SE"

    /// Seconds that its winter time is ahead of UTC.
    package var standardOffset: Int64 {
        switch self {
        case .at, .be, .ch, .hu, .lu, .nl, .se: 3600
        case .fi, .il, .lt: 7200
        case .is: 0
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Telegrams

/// What the gateway itself says about a meter: the quantities `status.*`.
package struct StatusValues: Sendable {
    /// The states of a meter with the numbers that `status.state` shows.
    package enum State: Int64, Sendable, CaseIterable {
        case waiting = 0
        case fresh = 1
        case stale = 2
        case lost = 3
        case recovering = 4
    }

    package var state = State.waiting
    /// Milliseconds since the last good telegram; `nil` before the first.
    package var age: Int64?
    package var heartbeat: Int64 = 0
    package var telegrams: Int64 = 0
    package var rejected: Int64 = 0
    /// Milliseconds between telegrams; `nil` until it was observed.
    package var period: Int64?
    /// Seconds.
    package var uptime: Int64 = 0
    /// Seconds since 1970 UTC.
    package var time: Int64 = 0
    package var isSimulated = false
    package var hasSeenChecksum = false

    package init() {}

    package subscript(_ quantity: Quantity) -> Decimal? {
        switch quantity {
        case .statusState: Decimal(state.rawValue)
        case .statusFresh: flag(state == .fresh)
        case .statusStale: flag(state == .stale)
        case .statusLost: flag(state == .lost)
        case .statusWaiting: flag(state == .waiting)
        case .statusRecovering: flag(state == .recovering)
        case .statusSimulated: flag(isSimulated)
        case .statusChecksum: flag(hasSeenChecksum)
        case .statusAge: age.map { Decimal($0) }
        case .statusHeartbeat: Decimal(heartbeat)
        case .statusTelegrams: Decimal(telegrams)
        case .statusRejected: Decimal(rejected)
        case .statusPeriod: period.map { Decimal($0) }
        case .statusUptime: Decimal(uptime)
        case .statusTime: Decimal(time)
        default: nil
        }
    }

    private func flag(_ isSet: Bool) -> Decimal { Decimal(isSet ? 1 : 0) }
}

// SPDX-License-Identifier: Apache-2.0

package import Metering
import Notation
package import Registers
package import Telegrams

/// What a read that touches a live register is told while the meter's values are not fresh.
package indirect enum FailSafePolicy: Sendable, Equatable {
    /// No answer, and the connection is closed once the meter is lost.
    case silence
    /// A Modbus exception of this code.
    case exception(UInt8)
    /// Every live register reads as its not-available value.
    case unavailable
    /// These values of quantities; what is not among them reads as not available.
    case substitute([Quantity: Decimal])
    /// The last values for so long since they became stale, then another policy.
    case hold(Duration, then: FailSafePolicy)
    /// Every live register reads as zero.
    case zero

    /// The policy of a register map.
    package init(_ policy: StalePolicy) {
        switch policy {
        case .silence: self = .silence
        case .exception(let code): self = .exception(code)
        case .unavailable: self = .unavailable
        }
    }

    /// Whether it tells numbers that the meter didn't say.
    package var tellsNumbers: Bool {
        switch self {
        case .silence, .exception, .unavailable: false
        case .hold, .substitute, .zero: true
        }
    }
}

extension FailSafePolicy: CustomStringConvertible {
    /// As it is written in a configuration.
    package var description: String {
        switch self {
        case .silence: "silence"
        case .exception(let code): "exception \(code)"
        case .unavailable: "unavailable"
        case .substitute(let values):
            "substitute"
                + values.sorted { $0.key.name < $1.key.name }
                .map { " \($0.key.name)=\($0.value)" }.joined()
        case .hold(let time, let policy): "hold \(time.notation) then \(policy)"
        case .zero: "zero"
        }
    }
}

/// The policies that somebody has chosen for a consumer, for all states or for one.
package struct OwnFailSafe: Sendable, Equatable {
    /// For every state that has none of its own.
    package var stale: FailSafePolicy?
    package var waiting: FailSafePolicy?
    package var lost: FailSafePolicy?
    package var recovering: FailSafePolicy?

    package init(
        stale: FailSafePolicy? = nil,
        waiting: FailSafePolicy? = nil,
        lost: FailSafePolicy? = nil,
        recovering: FailSafePolicy? = nil
    ) {
        self.stale = stale
        self.waiting = waiting
        self.lost = lost
        self.recovering = recovering
    }
}

/// The policy for each state in which values are not fresh.
package struct FailSafe: Sendable, Equatable {
    package var waiting: FailSafePolicy
    package var stale: FailSafePolicy
    package var lost: FailSafePolicy
    package var recovering: FailSafePolicy

    /// - Parameter fallback: what holds where nothing was chosen.
    package init(_ own: OwnFailSafe, default fallback: FailSafePolicy) {
        stale = own.stale ?? fallback
        lost = own.lost ?? stale
        recovering = own.recovering ?? stale
        let asked = own.waiting ?? stale
        // Before the first telegram nobody gets a number that the meter didn't say.
        waiting = asked.tellsNumbers ? .silence : asked
    }

    /// Whether it tells numbers that the meter didn't say, in any state.
    package var tellsNumbers: Bool { [stale, lost, recovering].contains { $0.tellsNumbers } }
}

extension FailSafe: CustomStringConvertible {
    package var description: String {
        let states = [("waiting", waiting), ("lost", lost), ("recovering", recovering)]
        return "\(stale)" + states.filter { $0.1 != stale }.map { ", \($0.0) \($0.1)" }.joined()
    }
}

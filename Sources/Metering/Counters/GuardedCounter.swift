// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// A counter as the meter sends it, which doesn't fall or vanish for those who are told: what contradicts its last value is held
/// back until three telegrams in a row agree with each other.
struct GuardedCounter: Sendable {
    /// What becomes of a telegram's value.
    enum Verdict: Equatable {
        /// It is told as it is.
        case taken
        /// The last value is told in its place.
        case held
        /// It is told from now on, although it contradicts the last one: the meter was reset or exchanged.
        case restarted
    }

    /// What is told, in kWh or kvarh.
    private(set) var value: Decimal
    /// What the last telegrams said instead, the newest one, and how many in a row; `nil` for a line that was missing.
    private var refused: (value: Decimal?, count: Int) = (nil, 0)

    init(_ value: Decimal) { self.value = value }

    /// - Parameter said: the telegram's value; `nil` where it lacks it.
    mutating func take(_ said: Decimal?) -> Verdict {
        if let said, said >= value {
            value = said
            refused.count = 0
            return .taken
        }
        let agrees = refused.count > 0 && GuardedCounter.agree(refused.value, said)
        refused = (said, agrees ? refused.count + 1 : 1)
        guard refused.count >= PlausibilityGuard.agreeing else { return .held }
        value = said ?? value
        refused.count = 0
        return .restarted
    }

    private static func agree(_ one: Decimal?, _ next: Decimal?) -> Bool {
        guard let one, let next else { return one == nil && next == nil }
        return one <= next
    }
}

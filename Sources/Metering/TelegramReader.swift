// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// Makes readings of one meter's telegrams, and remembers where everything stands in them.
package struct TelegramReader: Sendable {
    private let standardOffset: Int64?
    private var plan: ReadingPlan?

    /// - Parameter standardOffset: seconds that winter time where the meter stands is ahead of UTC; `nil` takes that of the
    ///   telegram's dialect.
    package init(standardOffset: Int64? = nil) {
        self.standardOffset = standardOffset
    }

    /// The reading of the meter's next telegram; the same as `Reading(telegram)`, in less time where the layout is known.
    package mutating func reading(of telegram: Telegram) -> Reading {
        if let plan, plan.layout === telegram.layout { return Reading(telegram, plan) }
        let plan = ReadingPlan(for: telegram, standardOffset: standardOffset)
        self.plan = plan
        return Reading(telegram, plan)
    }
}

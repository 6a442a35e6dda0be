// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// What one telegram says, as quantities in their own units. What it doesn't say and what doesn't follow from it is absent.
package struct Reading: Sendable {
    /// Where a value comes from.
    package enum Origin: Sendable, Equatable {
        case absent
        /// This object of the telegram said it.
        case sent(ObisCode)
        /// It follows from other values.
        case derived(Derivation)
    }

    /// Everything that was sent, for whoever wants a code as it is.
    package let telegram: Telegram
    /// Seconds that winter time where the meter stands is ahead of UTC.
    package let standardOffset: Int64
    /// What the meter's own clock showed; never a measure of freshness, for it may stand still or be years off.
    package internal(set) var clock: MeterClock?
    /// Of each medium the one that counts first: after a meter was replaced, the new one.
    package internal(set) var submeters: [Submeter] = []
    /// Values that were sent but make no sense.
    package internal(set) var doubts: [Doubt]
    private let evidence: DialectEvidence
    let hasPeakHistory: Bool
    /// What its values were multiplied by for a consumer; `nil` for what the meter says.
    var scale: Decimal?
    /// Its numbers, for those who ask for many of them.
    package internal(set) var values: ReadingValues

    /// Reads everything that is known out of a telegram. Whoever reads many of one meter takes a `TelegramReader`.
    ///
    /// - Parameter standardOffset: seconds that winter time where the meter stands is ahead of UTC; `nil` takes that of the
    ///   telegram's dialect.
    package init(_ telegram: Telegram, standardOffset: Int64? = nil) {
        self.init(telegram, ReadingPlan(for: telegram, standardOffset: standardOffset))
    }

    init(_ telegram: Telegram, _ plan: ReadingPlan) {
        self.telegram = telegram
        standardOffset = plan.standardOffset
        doubts = plan.doubts
        evidence = plan.evidence
        hasPeakHistory = plan.hasPeakHistory
        values = plan.template
        values.fill(plan.steps, from: telegram.mantissas)
        takeObjects(plan)
        takeSubmeters(plan.channels)
        derive()
    }

    /// A reading that no telegram says: nothing in it is known yet.
    init(_ telegram: Telegram, standardOffset: Int64, clock: MeterClock?) {
        self.telegram = telegram
        self.standardOffset = standardOffset
        self.clock = clock
        doubts = []
        evidence = []
        hasPeakHistory = false
        values = .none
    }

    /// The value of a quantity in its own unit, or `nil` where it isn't known.
    package subscript(_ quantity: Quantity) -> Decimal? { values[quantity] }

    /// Where a quantity's value comes from.
    package func origin(_ quantity: Quantity) -> Origin {
        let (kind, detail) = values.origin(quantity)
        switch kind {
        case .absent, .unreadable: return .absent
        case .sent: return .sent(telegram.objects[Int(detail)].code)
        case .derived: return Derivation(rawValue: detail).map { .derived($0) } ?? .absent
        }
    }

    /// Which country's or specification's telegram it is.
    package var dialect: Dialect { Dialect(evidence, in: telegram) }
}

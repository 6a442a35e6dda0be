// SPDX-License-Identifier: Apache-2.0

/// What there is to see of one meter.
package struct MeterView: Sendable {
    /// Whether its values may be believed.
    package enum State: String, CaseIterable, Sendable {
        case waiting
        case fresh
        case stale
        case lost
        case recovering
    }

    package var name: String
    /// For a sum of meters, those with their signs, such as `+house` and `-charger`; `nil` for a meter.
    package var parts: [String]?
    package var state: State
    /// Milliseconds since its last good telegram; `nil` before the first.
    package var age: Int64?
    /// Milliseconds between telegrams; `nil` until it was observed.
    package var period: Int64?
    /// The age in milliseconds up to which its values are told.
    package var staleAfter: Int64?
    package var telegrams: UInt64
    package var rejected: UInt64
    /// How many of them for which reason.
    package var rejections: [String: UInt64]
    /// How often an energy counter was told at its last value, because the meter's own fell or was missing.
    package var heldCounters: UInt64
    /// What the last good telegram said. Shown as values only while the meter is fresh.
    package var quantities: [QuantityView]
    /// The last good telegram as it was sent.
    package var telegram: String?
    /// What was odd about it, in words.
    package var oddities: [String]
    /// In the order of the states.
    package var totals: [StateTotalView]
    /// The last ones, oldest first; the last one lasts.
    package var episodes: [EpisodeView]

    package init(
        name: String,
        parts: [String]? = nil,
        state: State = .waiting,
        age: Int64? = nil,
        period: Int64? = nil,
        staleAfter: Int64? = nil,
        telegrams: UInt64 = 0,
        rejected: UInt64 = 0,
        rejections: [String: UInt64] = [:],
        heldCounters: UInt64 = 0,
        quantities: [QuantityView] = [],
        telegram: String? = nil,
        oddities: [String] = [],
        totals: [StateTotalView] = [],
        episodes: [EpisodeView] = []
    ) {
        self.name = name
        self.parts = parts
        self.state = state
        self.age = age
        self.period = period
        self.staleAfter = staleAfter
        self.telegrams = telegrams
        self.rejected = rejected
        self.rejections = rejections
        self.heldCounters = heldCounters
        self.quantities = quantities
        self.telegram = telegram
        self.oddities = oddities
        self.totals = totals
        self.episodes = episodes
    }

    /// Whether its values may be told as those of now.
    var isFresh: Bool { state == .fresh }
}

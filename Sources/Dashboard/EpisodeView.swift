// SPDX-License-Identifier: Apache-2.0

import JSON

/// A time that a meter was in one state.
package struct EpisodeView: Sendable {
    package var state: MeterView.State
    /// Seconds since 1970 UTC.
    package var startedAt: Int64
    /// How long it has lasted, in milliseconds.
    package var length: Int64
    /// How old the last telegram got, in milliseconds; `nil` before the first.
    package var worstAge: Int64?
    /// Whether it is over.
    package var hasEnded: Bool

    package init(state: MeterView.State, startedAt: Int64, length: Int64, worstAge: Int64?, hasEnded: Bool) {
        self.state = state
        self.startedAt = startedAt
        self.length = length
        self.worstAge = worstAge
        self.hasEnded = hasEnded
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("state", state.rawValue)
            writer.member("started_at", startedAt)
            writer.member("lasted_ms", length)
            writer.member("worst_age_ms", worstAge)
            writer.member("ended", hasEnded)
        }
    }
}

/// How often a meter was in one state, and how long in all.
package struct StateTotalView: Sendable {
    package var state: MeterView.State
    package var times: UInt64
    /// Milliseconds.
    package var length: Int64

    package init(state: MeterView.State, times: UInt64, length: Int64) {
        self.state = state
        self.times = times
        self.length = length
    }

    func write(to writer: inout JSONWriter) {
        writer.key(state.rawValue)
        writer.object { writer in
            writer.member("times", times)
            writer.member("lasted_ms", length)
        }
    }
}

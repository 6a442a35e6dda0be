// SPDX-License-Identifier: Apache-2.0

package import Registers

/// A time that a meter was in one state.
package struct Episode: Sendable, Equatable {
    package let state: StatusValues.State
    package let start: ContinuousClock.Instant
    /// When it began by the wall's clock, in seconds since 1970 UTC.
    package let startTime: Int64
    /// `nil` while it lasts.
    package fileprivate(set) var end: ContinuousClock.Instant?
    /// How old the last telegram was at its oldest; `nil` before the first.
    package fileprivate(set) var worstAge: Duration?

    /// How long it has lasted.
    package func length(at now: ContinuousClock.Instant) -> Duration { (end ?? now) - start }
}

/// In which states a meter has been, when, and how old its last telegram got.
package struct StateHistory: Sendable {
    package typealias State = StatusValues.State

    /// How many episodes are remembered: a meter that comes and goes must not fill the memory.
    package static let capacity = 256

    private struct Total: Sendable {
        var times: Int64 = 0
        /// In those that have ended.
        var length = Duration.zero
    }

    private var ended: [Episode] = []
    private var current: Episode
    private var totals = [Total](repeating: Total(), count: State.allCases.count)

    /// - Parameter time: the same by the wall's clock, in seconds since 1970 UTC.
    package init(since start: ContinuousClock.Instant, time: Int64) {
        current = Episode(state: .waiting, start: start, startTime: time)
        totals[index(.waiting)].times = 1
    }

    /// The state that was entered last.
    package var state: State { current.state }

    /// The remembered episodes, oldest first; the last one lasts.
    package var episodes: [Episode] { ended + [current] }

    /// How often a state was entered, and how long it has lasted in all.
    package func total(of state: State, at now: ContinuousClock.Instant) -> (times: Int64, length: Duration) {
        let total = totals[index(state)]
        return (total.times, total.length + (current.state == state ? current.length(at: now) : .zero))
    }

    /// The last telegram was so old while the state lasted.
    package mutating func note(age: Duration?) {
        guard let age else { return }
        current.worstAge = max(current.worstAge ?? .zero, age)
    }

    /// Another state begins.
    ///
    /// - Returns: the episode that has ended.
    package mutating func enter(_ state: State, at now: ContinuousClock.Instant, time: Int64) -> Episode {
        var last = current
        last.end = now
        totals[index(last.state)].length += last.length(at: now)
        totals[index(state)].times += 1
        if ended.count >= StateHistory.capacity - 1 { ended.removeFirst() }
        ended.append(last)
        current = Episode(state: state, start: now, startTime: time)
        return last
    }

    /// Enters all the states that the passing of time and `validity` have brought; none is left out, however late it is looked.
    ///
    /// - Parameters:
    ///   - time: now by the wall's clock, in seconds since 1970 UTC.
    ///   - tell: is told each episode that has ended, what came after it, and how old the last telegram was then.
    mutating func advance(
        to now: ContinuousClock.Instant,
        _ validity: Validity,
        time: Int64,
        tell: (Episode, State, Duration?) -> Void
    ) {
        var changes: [(state: State, since: ContinuousClock.Instant)] = []
        if let limits = validity.limits {
            let wasYoung = state == .fresh || state == .recovering
            if now > limits.stale, wasYoung { changes.append((.stale, limits.stale)) }
            if now > limits.lost, wasYoung || state == .stale { changes.append((.lost, limits.lost)) }
        }
        let present = validity.state(at: now)
        if present != changes.last?.state ?? state { changes.append((present, now)) }
        for (state, since) in changes {
            let age = validity.age(at: since)
            // A telegram that has just arrived says nothing of the time before.
            if state == .stale || state == .lost { note(age: age) }
            let ended = enter(state, at: since, time: time - (now - since).components.seconds)
            tell(ended, state, age)
        }
        note(age: validity.age(at: now))
    }

    private func index(_ state: State) -> Int { Int(state.rawValue) }
}

// SPDX-License-Identifier: Apache-2.0

/// Decides when the reads of one connection (or serial line) are answered, for units that are paced.
///
/// A client reads several blocks in one cycle and must not wait once for each. So a wait opens a cycle: whatever ends it, every
/// block that the client hasn't been given since is answered at once, and the first one that it asks for again waits.
/// With ``Pacing/once(atMost:)`` a new snapshot opens a cycle too.
package struct Pace: Sendable {
    private enum State {
        /// No answer is held back.
        case open
        case waiting(Wait)
    }

    private struct Wait {
        let block: ReadBlock
        /// The last snapshot when the wait began.
        let snapshot: UInt64
        let deadline: ContinuousClock.Instant
    }

    private struct Given {
        let block: ReadBlock
        let snapshot: UInt64
    }

    /// More blocks than this in one cycle, over all units, are not remembered: they wait, which opens a new cycle.
    package static let mostBlocks = 128

    private var state = State.open
    /// What was given in the cycle of each unit.
    private var given: [Given] = []

    package init() {}

    /// Decides on a read of live words that are served now. While it waits, the same question is asked again.
    ///
    /// - Parameters:
    ///   - snapshot: the number of the unit's current snapshot, which grows by each new one.
    ///   - now: the moment of asking, on the clock that deadlines are told by.
    package mutating func decide(
        on block: ReadBlock,
        _ pacing: Pacing,
        snapshot: UInt64,
        at now: ContinuousClock.Instant
    ) -> PaceDecision {
        if case .waiting(let wait) = state, wait.block == block {
            if pacing != .immediate, snapshot == wait.snapshot, now < wait.deadline {
                return .wait(until: wait.deadline)
            }
            state = .open
            forget { $0.block.unit == block.unit }
            given.append(Given(block: block, snapshot: snapshot))
            return .answer
        }
        let limit: Duration
        var isAnswered: Bool
        switch pacing {
        case .immediate: return .answer
        case .paced(let atMost):
            limit = atMost
            isAnswered = given.contains { $0.block.unit == block.unit }
        case .once(let atMost):
            limit = atMost
            forget { $0.block.unit == block.unit && $0.snapshot != snapshot }
            isAnswered = true
        }
        if isAnswered, given.contains(where: { $0.block == block }) || given.count >= Self.mostBlocks {
            isAnswered = false
        }
        guard isAnswered else {
            state = .waiting(Wait(block: block, snapshot: snapshot, deadline: now + limit))
            return .wait(until: now + limit)
        }
        given.append(Given(block: block, snapshot: snapshot))
        return .answer
    }

    /// The read that waits is answered otherwise, or not at all: by the fail-safe, or because its client has gone on.
    package mutating func abandonWait() { state = .open }

    private mutating func forget(_ condition: (Given) -> Bool) {
        if !given.isEmpty { given.removeAll(where: condition) }
    }
}

/// What becomes of a read of a paced unit.
package enum PaceDecision: Sendable, Equatable {
    case answer
    /// Ask again when a new snapshot has come, and at this instant.
    case wait(until: ContinuousClock.Instant)
}

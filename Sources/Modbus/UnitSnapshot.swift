// SPDX-License-Identifier: Apache-2.0

/// All that the server needs to answer for one unit until the next snapshot comes, its own expiry included.
///
/// It is immutable: every answer comes from one telegram. Because it carries the instants at which the meter counts
/// as stale and as lost, the server changes over to the fail-safe by itself, even if the producer of snapshots hangs.
package final class UnitSnapshot: Sendable {
    /// Fills in the volatile words among those of the image from `firstOffset` on, as they are at `now`.
    ///
    /// It runs on the server's thread for each request that touches a volatile word: it must neither block nor
    /// allocate.
    package typealias Refresh =
        @Sendable (_ now: ContinuousClock.Instant, _ firstOffset: Int, _ words: inout MutableSpan<UInt16>) -> Void

    /// What stands where.
    package let space: AddressSpace
    /// The image, host byte order, one word per register or bit.
    package let words: [UInt16]
    /// What is to come, earliest first.
    package let stages: [Stage]
    /// When reads of live words are answered while they are served.
    package let pacing: Pacing

    let refresh: Refresh

    /// - Parameters:
    ///   - words: the image; the array is shared, not copied.
    ///   - stages: what a read that touches a live word is told, and from when on; earliest first. Before the first
    ///     stage such a read is not answered.
    ///   - pacing: when such a read is answered while it is served.
    ///   - refresh: computes the volatile words.
    /// - Throws: ``UnitSnapshotError`` if an image doesn't fit `space` or the stages are out of order or missing.
    package init(
        space: AddressSpace,
        words: [UInt16],
        stages: [Stage],
        pacing: Pacing = .immediate,
        refresh: @escaping Refresh = { _, _, _ in }
    ) throws(UnitSnapshotError) {
        guard words.count == space.wordCount else {
            throw .wrongWordCount(words.count, expected: space.wordCount)
        }
        if stages.isEmpty { throw .noStages }
        for (index, stage) in stages.enumerated() {
            if index > 0, stage.begins < stages[index - 1].begins { throw .stagesOutOfOrder }
            if case .replaced(let replacement) = stage.answer, replacement.count != space.wordCount {
                throw .wrongWordCount(replacement.count, expected: space.wordCount)
            }
        }
        self.space = space
        self.words = words
        self.stages = stages
        self.pacing = pacing
        self.refresh = refresh
    }

    /// The same image with other things to come.
    ///
    /// - Parameters:
    ///   - stages: at least one, earliest first.
    ///   - time: tells at which instant's volatile words a read is told those of another.
    package func replacing(
        stages: [Stage],
        telling time: @escaping @Sendable (ContinuousClock.Instant) -> ContinuousClock.Instant
    ) -> UnitSnapshot {
        UnitSnapshot(like: self, stages: stages) { [refresh] now, offset, words in refresh(time(now), offset, &words) }
    }

    private init(like other: UnitSnapshot, stages: [Stage], refresh: @escaping Refresh) {
        space = other.space
        words = other.words
        pacing = other.pacing
        self.stages = stages
        self.refresh = refresh
    }

    /// What a read that touches a live word is told at `now`.
    package func liveAnswer(at now: ContinuousClock.Instant) -> LiveAnswer {
        var index = stages.count
        while index > 0 {
            index -= 1
            if stages[index].begins <= now { return stages[index].answer }
        }
        return .silence(closesConnection: false)
    }

    /// When the answer of ``liveAnswer(at:)`` changes next; nil if it stays.
    package func nextStage(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        stages.first { $0.begins > now }?.begins
    }
}

/// Why a ``UnitSnapshot`` cannot be built: a fault of its producer, not of a client.
package enum UnitSnapshotError: Error, Equatable, CustomStringConvertible {
    /// An image of this many words was given for a space of another size.
    case wrongWordCount(Int, expected: Int)
    /// Without a stage nothing says what a read is told.
    case noStages
    /// A stage begins before the one that stands before it.
    case stagesOutOfOrder

    package var description: String {
        switch self {
        case .wrongWordCount(let count, let expected):
            "the register image has \(count) words, but its address space has \(expected)"
        case .noStages: "a snapshot needs at least one stage"
        case .stagesOutOfOrder: "the stages of a snapshot must be sorted by their beginning"
        }
    }
}

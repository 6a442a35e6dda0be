// SPDX-License-Identifier: Apache-2.0

/// A way to cut a stream into pieces, the same for the same seed.
package struct Pieces: Sendable {
    private let greatest: Int
    private let seed: UInt64

    /// - Parameters:
    ///   - greatest: of pieces between one byte and this many.
    ///   - seed: what their sizes are drawn from.
    package init(greatest: Int, seed: UInt8) {
        self.greatest = max(1, greatest)
        self.seed = UInt64(seed)
    }

    /// All in one.
    package static let whole = Pieces(greatest: .max, seed: 0)

    /// Hands out the pieces of `stream[range]`.
    package func cut(_ range: Range<Int>, _ body: (Range<Int>) -> Void) {
        guard greatest != .max else { return body(range) }
        var start = range.lowerBound
        var state = seed
        while start < range.upperBound {
            // The multiplier of Knuth's MMIX (The Art of Computer Programming, volume 2, section 3.3.4).
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let size = 1 + Int(state >> 33) % greatest
            let end = min(range.upperBound, start + size)
            body(start..<end)
            start = end
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// Recognises an input that repeats one telegram for ever, as gateways do whose own meter port has fallen silent.
///
/// A copy is a telegram that equals the one before byte for byte, the meter's clock included. It is no sign of life of the meter, so
/// it doesn't make its values any younger; nothing is concluded from telegrams without a clock, which may well be equal.
struct FrozenGuard: Sendable {
    typealias Instant = ContinuousClock.Instant

    enum Verdict: Equatable {
        /// Not a copy, or one that is put up with. `hasThawed` says that an input lives again that was frozen.
        case telegram(hasThawed: Bool)
        /// A copy of one that first came so long ago. `isNews` says that from this one on the input counts as frozen.
        case copy(age: Duration, isNews: Bool)
    }

    /// For how long copies count like other telegrams.
    private let tolerance: Duration?
    private var last: (bytes: [UInt8], arrival: Instant)?
    private var isFrozen = false

    /// - Parameter tolerance: for how long copies count like other telegrams; `nil` lets none count.
    init(tolerance: Duration?) { self.tolerance = tolerance }

    /// - Parameter staleAfter: the age from which on the input counts as frozen where nothing else was said: before that nobody
    ///   has noticed anything.
    mutating func judge(_ reading: Reading, at now: Instant, staleAfter: Duration) -> Verdict {
        let bytes = reading.telegram.bytes
        guard reading.clock != nil, let last, last.bytes == bytes else {
            defer { isFrozen = false }
            last = (bytes, now)
            return .telegram(hasThawed: isFrozen)
        }
        let age = now - last.arrival
        if let tolerance, age <= tolerance { return .telegram(hasThawed: false) }
        let isNews = !isFrozen && age > (tolerance ?? staleAfter)
        if isNews { isFrozen = true }
        return .copy(age: age, isNews: isNews)
    }
}

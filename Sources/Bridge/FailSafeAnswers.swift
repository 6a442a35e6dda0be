// SPDX-License-Identifier: Apache-2.0

import Modbus
import Registers
import Settings

/// What one consumer's live reads are told in each state, with the images that it takes made beforehand: from this a snapshot's
/// stages follow without work.
struct FailSafeAnswers: Sendable {
    private struct State: Sendable {
        /// For how long the last values are told before the answer holds, from the moment on at which they became stale.
        let hold: Duration
        let answer: LiveAnswer
    }

    private let waiting: State
    private let stale: State
    private let lost: State
    private let recovering: State

    /// - Parameter image: makes the image that replaces live values by a policy; `nil` where it has none.
    init(_ failSafe: FailSafe, image: (FailSafePolicy) -> [UInt16]?) {
        var images: [(policy: FailSafePolicy, words: [UInt16])] = []
        func state(_ policy: FailSafePolicy, isLost: Bool = false) -> State {
            if case .hold(let time, let then) = policy {
                return State(hold: time, answer: state(then, isLost: isLost).answer)
            }
            let answer: LiveAnswer
            switch policy {
            case .exception(let code): answer = .exception(ModbusException(rawValue: code) ?? .serverDeviceFailure)
            case .unavailable, .substitute, .zero:
                let known = images.first { $0.policy == policy }?.words
                if known == nil, let words = image(policy) { images.append((policy, words)) }
                answer =
                    images.first { $0.policy == policy }.map { .replaced($0.words) }
                    ?? .silence(closesConnection: isLost)
            case .silence, .hold: answer = .silence(closesConnection: isLost)
            }
            return State(hold: .zero, answer: answer)
        }
        waiting = state(failSafe.waiting)
        stale = state(failSafe.stale)
        lost = state(failSafe.lost, isLost: true)
        recovering = state(failSafe.recovering)
    }

    /// What is told before the first telegram.
    var whileWaiting: LiveAnswer { waiting.answer }

    /// What is to come if nothing more does: served until stale, then the fail-safe. The second stage begins when the values
    /// become stale, even if they are held then.
    ///
    /// Values that were never told are not held either: while recovering, and if that ends stale, `hold` is over. Nor are they
    /// told again once they were not: they are held while lost only if they were until then.
    ///
    /// - Parameter arrival: when all of it begins.
    func stages(_ validity: Validity, from arrival: ContinuousClock.Instant) -> [Stage] {
        guard let limits = validity.limits else { return [Stage(begins: arrival, answer: waiting.answer)] }
        // One nanosecond on: an age of exactly the limit is still fresh.
        let becomesStale = limits.stale + .nanoseconds(1)
        let becomesLost = limits.lost + .nanoseconds(1)
        guard validity.young == .fresh else {
            return [
                Stage(begins: limits.arrival, answer: recovering.answer),
                Stage(begins: becomesStale, answer: stale.answer),
                Stage(begins: becomesLost, answer: lost.answer),
            ]
        }
        var stages = [Stage(begins: limits.arrival, answer: .served)]
        if stale.hold > .zero { stages.append(Stage(begins: becomesStale, answer: .served)) }
        let holdEnds = becomesStale + stale.hold
        if holdEnds < becomesLost {
            stages.append(Stage(begins: holdEnds, answer: stale.answer))
            stages.append(Stage(begins: becomesLost, answer: lost.answer))
        } else {
            stages.append(Stage(begins: max(becomesStale + lost.hold, becomesLost), answer: lost.answer))
        }
        return stages
    }
}

extension FailSafePolicy {
    /// Whether it is told by an image in which live values are replaced.
    var needsImage: Bool {
        switch self {
        case .unavailable, .substitute, .zero: true
        case .hold(_, let then): then.needsImage
        case .silence, .exception: false
        }
    }
}

extension FailSafe {
    /// Whether it takes images of the consumer's own.
    var needsImages: Bool { [waiting, stale, lost, recovering].contains { $0.needsImage } }
}

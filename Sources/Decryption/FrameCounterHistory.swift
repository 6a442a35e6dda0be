// SPDX-License-Identifier: Apache-2.0

/// The last frame counter that was accepted: a counter must grow, or an old frame could pass for a new one.
struct FrameCounterHistory: Sendable {
    private var last: (meter: SystemTitle, counter: UInt32)?

    /// Judges the next frame and remembers it if it is accepted.
    ///
    /// A verified tag proves that the counter is the meter's own, so that a lower one, or another meter's, is a restart. The
    /// same counter again is a repetition, whoever vouches for it.
    ///
    /// - Returns: whether the counter restarted.
    mutating func accept(_ frame: EncryptedFrame, hasVerifiedTag: Bool) throws(DecryptionFault) -> Bool {
        guard let last else {
            remember(frame)
            return false
        }
        guard frame.systemTitle == last.meter else {
            guard hasVerifiedTag else { throw .anotherMeter(expected: last.meter, received: frame.systemTitle) }
            remember(frame)
            return true
        }
        let didGrow = frame.frameCounter > last.counter
        guard didGrow || (hasVerifiedTag && frame.frameCounter != last.counter) else {
            throw .counterDidNotGrow(last: last.counter, received: frame.frameCounter)
        }
        remember(frame)
        return !didGrow
    }

    private mutating func remember(_ frame: EncryptedFrame) {
        last = (frame.systemTitle, frame.frameCounter)
    }
}

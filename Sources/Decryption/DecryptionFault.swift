// SPDX-License-Identifier: Apache-2.0

/// Why a frame's text is not handed out.
package enum DecryptionFault: Error, Sendable, Hashable {
    /// The text is unreadable: it was encrypted with another key, or the damage is in the frame's title or counter.
    case wrongKey(meter: SystemTitle)
    /// The text is readable, so the key is right, but neither a tag nor the telegram's own checksum vouches for it.
    case damaged(meter: SystemTitle)
    /// The frame has been seen before or is older than one that has.
    case counterDidNotGrow(last: UInt32, received: UInt32)
    /// The frame comes from another meter than the ones before, and no tag vouches for it.
    case anotherMeter(expected: SystemTitle, received: SystemTitle)
    /// OpenSSL couldn't do its work.
    case libraryFailed(operation: String, reason: String)

    /// A short stable name, for counters and programs.
    package var name: String {
        switch self {
        case .wrongKey: "wrong-key"
        case .damaged: "frame-damaged"
        case .counterDidNotGrow: "counter-did-not-grow"
        case .anotherMeter: "another-meter"
        case .libraryFailed: "decryption-failed"
        }
    }
}

extension DecryptionFault: CustomStringConvertible {
    /// The fault as a sentence: what, where, what to do.
    package var description: String {
        switch self {
        case .wrongKey(let meter):
            "the key doesn't decrypt the frames of meter \(meter); compare it with the one that the grid operator gave for this "
                + "meter. If other frames of it are read, the line damaged this one."
        case .damaged(let meter):
            "the line damaged a frame of meter \(meter): the key is right, but neither the frame's tag nor the telegram's "
                + "checksum agrees with the text. If it happens with every frame, set the meter's authentication key."
        case .counterDidNotGrow(let last, let received):
            "the frame's counter is \(received) after \(last): it is a repetition, and what it says is old. If the meter was "
                + "reset, restart Meterbridge."
        case .anotherMeter(let expected, let received):
            "the frame comes from meter \(received) instead of \(expected) and no tag vouches for it. If the meter was "
                + "exchanged, set the new one's key and restart Meterbridge."
        case .libraryFailed(let operation, let reason):
            "OpenSSL can't decrypt AES-128-GCM: \(operation) failed (\(reason)); see whether a policy of this system forbids it."
        }
    }
}

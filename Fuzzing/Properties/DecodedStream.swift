// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// What a decoder makes of a stream, in the order of the stream.
package struct DecodedStream {
    /// Everything that the decoder has said so far.
    package private(set) var outcomes: [TelegramDecoder.Outcome] = []
    private var decoder: TelegramDecoder

    /// - Parameter learns: whether a valid checksum makes the decoder require one.
    package init(_ policy: ChecksumPolicy, learns: Bool) {
        decoder = TelegramDecoder(policy: policy, learnsFromChecksums: learns)
    }

    /// The only place that hands bytes to the decoder.
    package mutating func decode(_ bytes: ArraySlice<UInt8>) {
        var new: [TelegramDecoder.Outcome] = []
        decoder.decode(bytes.span) { new.append($0) }
        outcomes += new
    }

    /// Nothing of what has come goes on.
    package mutating func end(_ ending: Ending) {
        var new: [TelegramDecoder.Outcome] = []
        switch ending {
        case .finish: decoder.finish { new.append($0) }
        case .breakOff: decoder.breakOff { new.append($0) }
        }
        outcomes += new
    }

    /// Why a stream does not go on.
    package enum Ending: Sendable {
        /// The stream is over, as a file is.
        case finish
        /// What comes next does not continue it.
        case breakOff
    }

    /// The telegrams among the outcomes.
    package var accepted: [Telegram] {
        outcomes.compactMap { if case .telegram(let telegram) = $0 { telegram } else { nil } }
    }
}

extension TelegramDecoder.Outcome {
    /// What was accepted or refused.
    package var bytes: [UInt8] {
        switch self {
        case .telegram(let telegram): telegram.bytes
        case .rejected(_, let bytes): bytes
        }
    }

    /// Whether two decoders said the same, to the last group of the last line.
    package func isSame(as other: TelegramDecoder.Outcome) -> Bool {
        switch (self, other) {
        case (.telegram(let left), .telegram(let right)): left.isSame(as: right)
        case (.rejected(let reason, let bytes), .rejected(let otherReason, let otherBytes)):
            reason == otherReason && bytes == otherBytes
        default: false
        }
    }
}

extension Telegram {
    /// Whether another telegram has the same bytes, verdict and index.
    package func isSame(as other: Telegram) -> Bool {
        checksum == other.checksum && hasSameIndex(as: other)
    }

    /// Whether another telegram has the same bytes and index.
    package func hasSameIndex(as other: Telegram) -> Bool {
        guard bytes == other.bytes, oddities == other.oddities else { return false }
        guard identification == other.identification, objects.count == other.objects.count else { return false }
        return zip(objects, other.objects).allSatisfy { left, right in
            left.code == right.code && left.line == right.line && left.groupCount == right.groupCount
                && (0..<left.groupCount).allSatisfy { group in
                    let (mine, others) = (measurement(left, group), other.measurement(right, group))
                    return bytes(left, group) == other.bytes(right, group) && mine?.unit == others?.unit
                        && mine?.number.mantissa == others?.number.mantissa
                        && mine?.number.exponent == others?.number.exponent
                }
        }
    }
}

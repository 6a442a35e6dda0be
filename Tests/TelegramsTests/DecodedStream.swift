// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// What a decoder makes of a stream that comes in pieces.
struct DecodedStream {
    var telegrams: [Telegram] = []
    var rejections: [Rejection] = []
    /// The longest stretch of bytes that was handed out with a rejection.
    var longestRejected = 0

    /// - Parameters:
    ///   - pieces: as they arrive.
    ///   - isFinished: whether the stream's end is told to the decoder.
    init(
        pieces: [[UInt8]],
        policy: ChecksumPolicy = .ifPresent,
        learns: Bool = true,
        isFinished: Bool = false
    ) {
        var decoder = TelegramDecoder(policy: policy, learnsFromChecksums: learns)
        for piece in pieces { decoder.decode(piece) { take($0) } }
        if isFinished { decoder.finish { take($0) } }
    }

    init(_ bytes: [UInt8], policy: ChecksumPolicy = .ifPresent, learns: Bool = true, isFinished: Bool = false) {
        self.init(pieces: [bytes], policy: policy, learns: learns, isFinished: isFinished)
    }

    private mutating func take(_ outcome: TelegramDecoder.Outcome) {
        switch outcome {
        case .telegram(let telegram): telegrams.append(telegram)
        case .rejected(let reason, let bytes):
            rejections.append(reason)
            longestRejected = max(longestRejected, bytes.count)
        }
    }

    /// The identification lines of what was accepted.
    var identifications: [String] { telegrams.map(\.identification) }
    /// The names of what was rejected.
    var reasons: [String] { rejections.map(\.name) }
}

extension [UInt8] {
    init(_ text: String) { self = Array(text.utf8) }

    /// Cut into pieces of `size` bytes.
    func pieces(of size: Int) -> [[UInt8]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }

    /// As a line with seven data bits and even parity sends it, read with eight data bits.
    var withEvenParity: [UInt8] {
        map { $0.nonzeroBitCount.isMultiple(of: 2) ? $0 : $0 | 0x80 }
    }
}

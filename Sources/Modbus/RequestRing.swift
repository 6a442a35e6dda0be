// SPDX-License-Identifier: Apache-2.0

/// The last requests. It has all its memory from the beginning on, and overwrites what is oldest.
struct RequestRing: Sendable {
    /// How many requests are kept.
    static let capacity = 256
    /// How many words of each answer: all of the longest read of registers (MODBUS Application Protocol V1.1b3, clause 6.3).
    static let mostWords = 125

    private var records: [RequestRecord?]
    /// Those of the request at each place, from `mostWords` times the place on.
    private var words: [UInt16]
    /// Where the next request goes.
    private var next = 0
    /// How many words it was told.
    private var told = 0

    init() {
        records = .init(repeating: nil, count: Self.capacity)
        words = .init(repeating: 0, count: Self.capacity * Self.mostWords)
    }

    /// Keeps the words that the next request is told: `count` of `source` from `offset` on, or as many as have room.
    mutating func tell(_ source: [UInt16], from offset: Int, count: Int, areBits: Bool) {
        let kept = max(0, min(count, Self.mostWords, source.count - offset))
        let place = next * Self.mostWords
        unsafe words.withUnsafeMutableBufferPointer { words in
            unsafe source.withUnsafeBufferPointer { source in
                guard kept > 0, let words = words.baseAddress, let source = source.baseAddress else { return }
                unsafe (words + place).update(from: source + offset, count: kept)
            }
        }
        if areBits { for index in place..<place + kept where words[index] > 1 { words[index] = 1 } }
        told = kept
    }

    /// Keeps a request. Its words must have been told before.
    mutating func add(_ record: RequestRecord) {
        var record = record
        record.wordCount = record.outcome == .answered ? told : 0
        records[next] = record
        told = 0
        next = next + 1 == Self.capacity ? 0 : next + 1
    }

    /// With memory of its own, so that whoever goes on writing into this one needn't stop to copy it.
    func copied() -> RequestRing {
        var copy = self
        copy.records = records.map(\.self)
        copy.words = words.map(\.self)
        return copy
    }

    /// The requests with their words, the oldest first.
    var all: [RecentRequest] {
        (0..<Self.capacity).compactMap { step in
            let place = (next + step) % Self.capacity
            guard let record = records[place] else { return nil }
            let start = place * Self.mostWords
            return RecentRequest(record: record, words: Array(words[start..<start + record.wordCount]))
        }
    }
}

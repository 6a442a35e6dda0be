// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

/// What a buffer makes of chunks that come one after the other.
private struct Heard {
    var buffer = RTUFrameBuffer()
    var requests: [[UInt8]] = []

    init(_ chunks: [[UInt8]], silenceFollows: Bool = false) {
        for chunk in chunks { take(chunk) }
        if silenceFollows { takeRequests(silenceFollows: true) }
    }

    mutating func take(_ chunk: [UInt8]) {
        var rest = chunk[...]
        while !rest.isEmpty {
            let count = buffer.fill { span, from in
                let count = min(span.count - from, rest.count)
                for index in 0..<count { span[from + index] = rest[rest.startIndex + index] }
                return count
            }
            rest = rest.dropFirst(count)
            takeRequests(silenceFollows: false)
        }
    }

    private mutating func takeRequests(silenceFollows: Bool) {
        buffer.takeRequests(silenceFollows: silenceFollows) { frame in
            requests.append(frame.indices.map { frame[$0] })
            return true
        }
    }
}

@Suite("Cutting a byte stream into RTU frames")
struct RTUFrameBufferTests {
    /// One request of each function that there is.
    private static let requests: [[UInt8]] = [
        read(1, 0, 20), read(2, 0, 2000), read(3, 0, 125), read(4, 0xFFFF, 1), read(5, 0, 0xFF00), read(6, 0xA000, 7),
        [7],
        [8, 0, 0, 0xA5, 0x37], [11], [12], [15, 0, 0, 0, 9, 2, 0xFF, 1], [16, 0, 1, 0, 2, 4, 0, 7, 0, 1], [17],
        [20, 7, 6, 0, 4, 0, 1, 0, 2], [21, 9, 6, 0, 4, 0, 7, 0, 1, 6, 0xAF], [22, 0, 4, 0, 0xF2, 0, 0x25],
        [23, 0, 3, 0, 6, 0, 14, 0, 1, 2, 0, 0xFF], [24, 4, 0xDE], [43, 14, 1, 0], [43, 13, 1, 2, 3], [99],
        [65, 1, 2, 3],
        [16, 0, 1, 0, 123, 246] + [UInt8](repeating: 0x55, count: 246),
    ]

    @Test("A request of any function is found, whole or byte by byte", arguments: requests)
    func everyFunction(request: [UInt8]) {
        let frame = rtuFrame(request, unit: 17)
        #expect(Heard([frame]).requests == [frame])
        #expect(Heard(frame.map { [$0] }).requests == [frame])
        #expect(Heard([frame]).buffer.noise == 0)
    }

    @Test("Requests that come glued together are told apart, wherever they are split")
    func gluedAndSplit() {
        let frames = Self.requests.map { rtuFrame($0) }
        let stream = Array(frames.joined())
        #expect(Heard([stream]).requests == frames)
        for split in stride(from: 0, to: stream.count, by: 7) {
            #expect(Heard([Array(stream[..<split]), Array(stream[split...])]).requests == frames)
        }
    }

    @Test(
        "Noise before, between and after requests is passed over",
        arguments: [
            [0xFF], [0x00], [0x00, 0x00], [0xFF, 0xFE, 0xFD], [0xFF, 0, 0xFF], [9, 99, 1, 2, 3], [1], [1, 3],
            [1, 3, 0, 0, 0],
            [3, 16, 0, 0, 0, 20, 4], .init(repeating: 0xAA, count: 200), damaged(rtuFrame(read(3, 0, 10))),
            damaged(rtuFrame([17])), Array(rtuFrame(read(3, 0, 10)).dropFirst()),
            Array(rtuFrame(read(3, 0, 10)).dropLast()),
        ] as [[UInt8]]
    )
    func noise(noise: [UInt8]) {
        let (first, second) = (rtuFrame(read(3, 0, 10)), rtuFrame(read(4, 2, 2), unit: 2))
        let heard = Heard([noise + first, noise, second + noise], silenceFollows: true)
        #expect(heard.requests == [first, second])
        #expect(heard.buffer.totalNoise == UInt64(3 * noise.count))
        #expect(!heard.buffer.holdsPartialFrame)
    }

    @Test("The answers of other units are left out, whatever they look like")
    func foreignAnswers() {
        // Given exchanges between a master and unit 5, each a request and its answer
        let ours = rtuFrame(read(3, 0, 2), unit: 1)
        // 24 bits that make the answer as long as a request, with its first bytes those of a read.
        let exchanges: [(request: [UInt8], answer: [UInt8])] = [
            (read(3, 0, 125), [3, 250] + .init(repeating: 1, count: 250)), (read(3, 0, 1), [3, 2, 0, 7]),
            (read(3, 0, 1), [0x83, 2]), ([17], [17, 3, 1, 2, 3]), (read(6, 1, 2), read(6, 1, 2)),
            (read(1, 0, 24), [1, 3, 0xFF, 0, 1]), ([16, 0, 1, 0, 1, 2, 0, 7], [16, 0, 1, 0, 1]),
            ([43, 14, 1, 0], [43, 14, 1, 1, 0, 0, 1, 0, 3, 65, 66, 67]), ([8, 0, 0, 1, 2], [8, 0, 0, 1, 2]),
            // Its answer holds a whole request to us.
            (read(3, 0, 4), [3, 8] + ours),
        ]
        for (request, answer) in exchanges {
            let (asked, answered) = (rtuFrame(request, unit: 5), rtuFrame(answer, unit: 5))
            for chunks in [[asked, answered, ours], [asked + answered + ours], (asked + answered + ours).map { [$0] }] {
                let heard = Heard(chunks)
                #expect(heard.requests.filter { $0[0] == 1 } == [ours], "\(answer)")
                #expect(heard.buffer.totalNoise == 0)
            }
        }
    }

    @Test("An answer whose request was not heard is no request of ours, and costs no request after it")
    func answersFromTheMiddle() {
        let ours = rtuFrame(read(3, 0, 2), unit: 1)
        for answer in [
            [3, 4, 0, 1, 0, 2], [0x83, 2], [3, 250] + [UInt8](repeating: 9, count: 250), [17, 2, 1, 0xFF],
        ] {
            #expect(Heard([rtuFrame(answer, unit: 5), ours], silenceFollows: true).requests.last == ours)
        }
    }

    @Test("Silence ends what is incomplete, and a request behind it is found")
    func silence() {
        // Given the beginning of a long write, and a request behind it that looks like its data
        let beginning = Array(rtuFrame([16, 0, 0, 0, 100, 200] + .init(repeating: 0, count: 200)).prefix(20))
        let request = rtuFrame(read(3, 0, 1))
        var heard = Heard([beginning + request])
        #expect(heard.requests.isEmpty)
        #expect(heard.buffer.holdsPartialFrame)

        heard = Heard([beginning + request], silenceFollows: true)

        #expect(heard.requests == [request])
    }

    @Test("What was given up is not served late")
    func givenUp() {
        var heard = Heard([Array(rtuFrame(read(3, 0, 1)).prefix(5))])
        heard.buffer.discardPartialFrame()
        #expect(!heard.buffer.holdsPartialFrame)
        heard.take(rtuFrame([99]))
        #expect(heard.requests == [rtuFrame([99])])
    }

    @Test("Noise is counted until a frame comes, so that a stream that isn't RTU shows")
    func noiseCount() {
        var heard = Heard([])
        for _ in 0..<100 { heard.take(frame(read(3, 0, 1))) }
        #expect(heard.buffer.noise > RTUFrameBuffer.mostNoise)
        #expect(heard.requests.isEmpty)
        heard.take(rtuFrame(read(3, 0, 1)))
        heard.take(rtuFrame(read(3, 0, 1)))
        #expect(heard.buffer.noise == 0)
    }

    @Test("Random bytes neither stop it nor keep it from finding requests after silence")
    func random() {
        var generator = SeededGenerator(state: 7)
        let request = rtuFrame(read(3, 0, 1), unit: 9)
        for _ in 0..<100 {
            let count = Int.random(in: 0...700, using: &generator)
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var heard = Heard([noise], silenceFollows: true)
            heard.take(request)
            #expect(heard.requests.last == request)
        }
    }
}

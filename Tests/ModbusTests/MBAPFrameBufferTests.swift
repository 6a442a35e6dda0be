// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

/// Feeds chunks as a socket would, one at a time, and gathers the frames.
private func frames(of chunks: [[UInt8]]) throws -> [[UInt8]] {
    var buffer = MBAPFrameBuffer()
    var frames: [[UInt8]] = []
    for chunk in chunks {
        var rest = chunk[...]
        while !rest.isEmpty {
            let count = buffer.fill { span, from in
                let count = min(span.count - from, rest.count)
                for index in 0..<count { span[from + index] = rest[rest.startIndex + index] }
                return count
            }
            rest = rest.dropFirst(count)
            try buffer.takeFrames { frame in
                frames.append(frame.indices.map { frame[$0] })
                return true
            }
        }
    }
    return frames
}

@Suite("Cutting a byte stream into frames")
struct MBAPFrameBufferTests {
    private static let sent = [
        frame(read(3, 0, 10)), frame([17], transaction: 2), frame([3] + .init(repeating: 9, count: 252)),
        frame(read(4, 1, 1), unit: 0),
    ]
    private static let stream = Array(sent.joined())

    @Test("Frames that come byte by byte are whole")
    func byteByByte() throws {
        #expect(try frames(of: Self.stream.map { [$0] }) == Self.sent)
    }

    @Test("Frames that come glued together are told apart")
    func glued() throws {
        #expect(try frames(of: [Self.stream]) == Self.sent)
        let many = [[UInt8]](repeating: frame(read(3, 0, 1)), count: 200)
        #expect(try frames(of: [Array(many.joined())]) == many)
    }

    @Test("Frames may be split anywhere")
    func everySplit() throws {
        for split in 0...Self.stream.count {
            #expect(try frames(of: [Array(Self.stream[..<split]), Array(Self.stream[split...])]) == Self.sent)
        }
    }

    @Test("Any chunks give the same frames")
    func randomChunks() throws {
        var generator = SeededGenerator(state: 1)
        for _ in 0..<300 {
            var chunks: [[UInt8]] = []
            var rest = Self.stream[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...300, using: &generator)
                chunks.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(try frames(of: chunks) == Self.sent)
        }
    }

    @Test("A length outside 2…254 is a violation", arguments: [0, 1, 255, 256, 65535] as [UInt16])
    func badLength(length: UInt16) {
        #expect(throws: FramingViolation.length(length)) { try frames(of: [[0, 1, 0, 0] + bytes(length) + [1, 3]]) }
    }

    @Test("A protocol id other than 0 is a violation", arguments: [1, 0x100, 0xFFFF] as [UInt16])
    func badProtocol(identifier: UInt16) {
        #expect(throws: FramingViolation.protocolIdentifier(identifier)) {
            try frames(of: [[0, 1] + bytes(identifier) + [0, 6, 1, 3]])
        }
    }

    @Test("The frames before a violation are served")
    func framesBeforeViolation() {
        var buffer = MBAPFrameBuffer()
        let bytes = frame([17]) + [0, 1, 0, 0, 0, 0, 1, 3]
        _ = buffer.fill { span, from in
            for index in bytes.indices { span[from + index] = bytes[index] }
            return bytes.count
        }
        var served = 0
        #expect(throws: FramingViolation.length(0)) {
            try buffer.takeFrames { _ in
                served += 1
                return true
            }
        }
        #expect(served == 1)
    }

    @Test("A begun frame shows, a served one doesn't")
    func partialFrame() throws {
        var buffer = MBAPFrameBuffer()
        let bytes = frame([17])
        for (index, byte) in bytes.enumerated() {
            _ = buffer.fill { span, from in
                span[from] = byte
                return 1
            }
            try buffer.takeFrames { _ in true }
            #expect(buffer.holdsPartialFrame == (index < bytes.count - 1))
        }
    }
}

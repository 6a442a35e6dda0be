// SPDX-License-Identifier: Apache-2.0

import FuzzingProperties
import Modbus

/// What the frame buffer of one connection makes of a stream.
struct FramedStream {
    private(set) var frames: [[UInt8]] = []
    private(set) var violation: FramingViolation?
    private(set) var endsInFrame = false

    init(_ stream: [UInt8], _ pieces: Pieces) {
        var buffer = MBAPFrameBuffer()
        pieces.cut(0..<stream.count) { piece in
            var next = piece.lowerBound
            while violation == nil, next < piece.upperBound {
                let taken = buffer.fill { span, from in
                    let count = min(span.count - from, piece.upperBound - next)
                    for index in 0..<count { span[from + index] = stream[next + index] }
                    return count
                }
                require(taken > 0, "a buffer without complete frames has no room")
                next += taken
                takeFrames(of: &buffer)
            }
        }
        endsInFrame = buffer.holdsPartialFrame
    }

    private mutating func takeFrames(of buffer: inout MBAPFrameBuffer) {
        do {
            try buffer.takeFrames { frame in
                frames.append(frame.indices.map { frame[$0] })
                return true
            }
        } catch {
            violation = error
        }
    }
}

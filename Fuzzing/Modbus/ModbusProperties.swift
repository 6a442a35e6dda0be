// SPDX-License-Identifier: Apache-2.0

import FuzzingProperties
import Modbus

/// What holds for every stream of bytes that a client sends.
enum ModbusProperties {
    static func check(_ stream: [UInt8], cutBy size: UInt8, seed: UInt8) {
        let whole = FramedStream(stream, .whole)
        let inPieces = FramedStream(stream, Pieces(greatest: 1 + Int(size), seed: seed))
        require(whole.frames == inPieces.frames, "the stream in pieces holds other frames")
        require(whole.violation == inPieces.violation, "\(whole.violation as Any), in pieces another violation")
        require(
            whole.violation != nil || whole.endsInFrame == inPieces.endsInFrame,
            "the stream in pieces ends elsewhere"
        )
        let framed = whole.frames.reduce(0) { $0 + $1.count }
        require(stream.prefix(framed).elementsEqual(whole.frames.joined()), "frames that were not sent")
        require(
            whole.violation != nil || whole.endsInFrame == (framed < stream.count),
            "\(stream.count - framed) bytes are neither a frame nor one that has begun"
        )
        for frame in whole.frames { check(frame: frame) }
    }

    private static func check(frame: [UInt8]) {
        require((8...260).contains(frame.count), "a frame of \(frame.count) bytes")
        require(frame[2] == 0 && frame[3] == 0, "a frame of another protocol")
        require(Int(frame[4]) << 8 + Int(frame[5]) == frame.count - 6, "a frame of another length")
        let request = Array(frame[7...])
        guard let unit = FuzzedUnit.shared else { return require(false, "the fuzzed unit cannot be built") }
        for now in [FuzzedUnit.served, FuzzedUnit.refused] {
            check(RequestJudge.judge(request.span, for: unit, at: now), of: request, at: now)
        }
        let nobody = RequestJudge.judge(request.span, for: nil, at: FuzzedUnit.served)
        require(
            nobody == .exception(.illegalFunction) || nobody == .exception(.gatewayTargetFailedToRespond),
            "\(nobody) by a unit that isn't there"
        )
    }

    private static func check(_ judgement: Judgement, of request: [UInt8], at now: ContinuousClock.Instant) {
        let function = request[0]
        switch judgement {
        case .pacedRead: require(false, "a wait at a unit that answers at once")
        case .read(let answer):
            require(request.count == 5 && (1...4).contains(function), "a read by \(request)")
            require(answer.table == ModbusFunction(rawValue: function)?.table, "another table")
            require(Int(answer.address) == word(request, 1) && answer.count == word(request, 3), "other registers")
            require((1...answer.table.largestRead).contains(answer.count), "\(answer.count) elements")
            require(answer.offset >= 0 && answer.offset + answer.count <= answer.words.count, "outside the image")
            let live = answer.offset..<answer.offset + answer.count
            require(now == FuzzedUnit.served || !live.overlaps(FuzzedUnit.live), "a silent meter's values")
        case .exception(let exception):
            let isKnown = ModbusFunction(rawValue: function) != nil
            require(isKnown || exception == .illegalFunction, "\(exception) to function \(function)")
            require(exception != .serverDeviceFailure || now == FuzzedUnit.refused, "a fresh meter fails")
            require(exception.rawValue <= 4, "\(exception) of a unit that is there")
        case .acknowledgedWrite:
            require(function == 6 || function == 16, "function \(function) is acknowledged as a write")
            require(FuzzedUnit.accepted.contains(UInt16(word(request, 1))), "a write to an address that takes none")
        case .serverIdentification(let identity):
            var reply: [UInt8] = []
            DeviceIdentification.appendServerIdentification(of: identity, to: &reply)
            require(request == [17] && reply.count <= 253 && reply[0] == 17, "\(reply.count) bytes to \(request)")
        case .deviceIdentification(let identity, let asked):
            var reply: [UInt8] = []
            DeviceIdentification.append(asked, of: identity, to: &reply)
            require(request.count == 4 && reply.count <= 253 && reply[0] == 43, "\(reply.count) bytes to \(request)")
            require(reply.count > 7, "an identification without objects to \(request)")
        case .silence: require(false, "silence by a unit that never keeps silent")
        }
    }

    private static func word(_ bytes: [UInt8], _ index: Int) -> Int { Int(bytes[index]) << 8 | Int(bytes[index + 1]) }
}

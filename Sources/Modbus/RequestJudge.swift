// SPDX-License-Identifier: Apache-2.0

/// Decides what becomes of a request, without doing it.
///
/// The order is that of the protocol's state diagrams: function (1), unit (11), structure and quantity (3),
/// address (2), and last the freshness of the meter.
package enum RequestJudge {
    /// Judges one request.
    ///
    /// - Parameters:
    ///   - request: the protocol data unit: function code and data, without unit id, header or checksum.
    ///   - unit: what the addressed unit serves; nil if there is no such unit.
    ///   - now: the moment of answering.
    package static func judge(
        _ request: Span<UInt8>,
        for unit: UnitSnapshot?,
        at now: ContinuousClock.Instant
    ) -> Judgement {
        guard !request.isEmpty, let function = ModbusFunction(rawValue: request[0]) else {
            return .exception(.illegalFunction)
        }
        if function == .encapsulatedInterface, request.count > 1, request[1] != DeviceIdentification.interfaceType {
            return .exception(.illegalFunction)
        }
        guard let unit else { return .exception(.gatewayTargetFailedToRespond) }
        guard unit.space.serves(function) else { return .exception(.illegalFunction) }

        switch function {
        case .readCoils: return judgeRead(of: .coils, request, for: unit, at: now)
        case .readDiscreteInputs: return judgeRead(of: .discreteInputs, request, for: unit, at: now)
        case .readHoldingRegisters: return judgeRead(of: .holdingRegisters, request, for: unit, at: now)
        case .readInputRegisters: return judgeRead(of: .inputRegisters, request, for: unit, at: now)
        case .writeSingleRegister: return judgeSingleWrite(request, in: unit.space)
        case .writeMultipleRegisters: return judgeMultipleWrite(request, in: unit.space)
        case .reportServerIdentification:
            return request.count == 1 ? .serverIdentification(unit.space.identity) : .exception(.illegalDataValue)
        case .encapsulatedInterface:
            return judgeIdentification(request, of: unit.space.identity)
        }
    }

    private static func judgeRead(
        of table: AddressTable,
        _ request: Span<UInt8>,
        for unit: UnitSnapshot,
        at now: ContinuousClock.Instant
    ) -> Judgement {
        guard request.count == 5 else { return .exception(.illegalDataValue) }
        let address = request.word(at: 1)
        let count = Int(request.word(at: 3))
        guard count >= 1, count <= table.largestRead else { return .exception(.illegalDataValue) }
        guard let offset = unit.space.offset(of: address, count: count, in: table) else {
            return .exception(.illegalDataAddress)
        }
        var answer = ReadAnswer(
            table: table,
            address: address,
            count: count,
            words: unit.words,
            offset: offset,
            needsRefresh: unit.space.touchesVolatile(offset: offset, count: count)
        )
        guard unit.space.touchesLive(offset: offset, count: count) else { return .read(answer) }
        switch unit.liveAnswer(at: now) {
        case .served: return unit.pacing == .immediate ? .read(answer) : .pacedRead(answer)
        case .silence(let closesConnection): return .silence(closesConnection: closesConnection)
        case .exception(let exception): return .exception(exception)
        case .replaced(let words):
            answer.words = words
            return .read(answer)
        }
    }

    private static func judgeSingleWrite(_ request: Span<UInt8>, in space: AddressSpace) -> Judgement {
        guard request.count == 5 else { return .exception(.illegalDataValue) }
        guard let values = space.acceptedWrites[request.word(at: 1)] else { return .exception(.illegalDataAddress) }
        return values.contains(request.word(at: 3)) ? .acknowledgedWrite : .exception(.illegalDataValue)
    }

    /// Clause 6.12: function, address, quantity of 1 to 123, byte count, then two bytes for each register.
    private static func judgeMultipleWrite(_ request: Span<UInt8>, in space: AddressSpace) -> Judgement {
        guard request.count >= 6 else { return .exception(.illegalDataValue) }
        let first = Int(request.word(at: 1))
        let count = Int(request.word(at: 3))
        guard (1...123).contains(count), request[5] == 2 * count, request.count == 6 + 2 * count else {
            return .exception(.illegalDataValue)
        }
        var isAccepted = true
        for index in 0..<count {
            guard let address = UInt16(exactly: first + index), let values = space.acceptedWrites[address] else {
                return .exception(.illegalDataAddress)
            }
            if !values.contains(request.word(at: 6 + 2 * index)) { isAccepted = false }
        }
        return isAccepted ? .acknowledgedWrite : .exception(.illegalDataValue)
    }

    private static func judgeIdentification(_ request: Span<UInt8>, of identity: DeviceIdentity) -> Judgement {
        guard request.count == 4 else { return .exception(.illegalDataValue) }
        let object = request[3]
        switch request[2] {
        case 1, 2, 3:
            return .deviceIdentification(identity, .stream(code: request[2], firstObject: object))
        case 4 where object < identity.objects.count:
            return .deviceIdentification(identity, .individual(object: object))
        case 4: return .exception(.illegalDataAddress)
        default: return .exception(.illegalDataValue)
        }
    }
}

extension Span<UInt8> {
    /// The big-endian word of the bytes at `index` and after it, which must exist.
    func word(at index: Int) -> UInt16 { UInt16(self[index]) << 8 | UInt16(self[index + 1]) }
}

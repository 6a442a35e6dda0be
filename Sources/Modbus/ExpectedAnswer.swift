// SPDX-License-Identifier: Apache-2.0

/// What the answer to an RTU request will look like.
///
/// Where several units share a bus, their answers pass by. Nothing marks an answer as one, so it is known by the request
/// that was heard before it.
struct ExpectedAnswer: Equatable {
    private let unit: UInt8
    private let function: UInt8
    /// The byte count of the answer, if the request says it.
    private let byteCount: Int?

    /// - Parameter request: a whole request with its checksum.
    init(to request: Span<UInt8>) {
        unit = request[0]
        function = request[1]
        // A request that was found by its checksum alone can be shorter than its function has it.
        let quantity = request.count >= 6 ? Int(request.word(at: 4)) : nil
        switch function {
        case 1, 2: byteCount = quantity.map { ($0 + 7) / 8 }
        case 3, 4, 23: byteCount = quantity.map { 2 * $0 }
        default: byteCount = nil
        }
    }

    /// Whether `bytes`, at least 2, begin like the answer, but the answer doesn't say where it ends.
    func isOfUnknownLength(_ bytes: Span<UInt8>) -> Bool {
        function == ModbusFunction.encapsulatedInterface.rawValue && bytes[0] == unit && bytes[1] == function
    }

    /// The length of the answer that `bytes` begin with; unknown if they begin with something else.
    func length(_ bytes: Span<UInt8>) -> RTUFrame.Length {
        guard bytes.count >= 2 else { return .notYet }
        guard bytes[0] == unit, bytes[1] & 0x7F == function else { return .unknown }
        // Unit id, function code, exception code, checksum (MODBUS Application Protocol V1.1b3, clause 7).
        if bytes[1] & 0x80 != 0 { return .known(5) }
        switch function {
        case 5, 6, 11, 15, 16: return .known(8)
        case 7: return .known(5)
        case 22: return .known(10)
        case 1...4, 12, 17, 20, 21, 23:
            guard bytes.count > 2 else { return .notYet }
            let actual = Int(bytes[2])
            guard byteCount == nil || byteCount == actual, 5 + actual <= RTUFrame.longest else { return .unknown }
            return .known(5 + actual)
        default: return .unknown
        }
    }
}

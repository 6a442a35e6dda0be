// SPDX-License-Identifier: Apache-2.0

/// How long RTU frames are, which only their contents say (MODBUS Application Protocol V1.1b3, clause 6).
enum RTUFrame {
    /// Bytes of the checksum.
    static let checksumLength = 2
    /// Unit id, function code, checksum.
    static let shortest = 4
    /// Unit id, a protocol data unit of 253 bytes, checksum (MODBUS over Serial Line V1.02, clause 2.5.1).
    static let longest = 256
    /// The unit id of requests that all units carry out and none answers (clause 2.1).
    static let broadcast: UInt8 = 0
    /// The unit ids above this are reserved (clause 2.2).
    static let lastUnit: UInt8 = 247

    /// What the beginning of a frame says about its length.
    enum Length: Equatable {
        case known(Int)
        /// The bytes that say it haven't come yet.
        case notYet
        /// The function isn't known, or what the bytes say cannot be.
        case unknown
    }

    /// The length of the request that begins with `bytes`.
    static func lengthOfRequest(_ bytes: Span<UInt8>) -> Length {
        guard bytes.count >= 2 else { return .notYet }
        switch bytes[1] {
        case 1...6: return .known(8)
        case 7, 11, 12, 17: return .known(4)
        case 22: return .known(10)
        case 24: return .known(6)
        case 15: return length(bytes, 9, byteCountAt: 6, quantityAt: 4) { ($0 + 7) / 8 }
        case 16: return length(bytes, 9, byteCountAt: 6, quantityAt: 4) { 2 * $0 }
        case 23: return length(bytes, 13, byteCountAt: 10, quantityAt: 8) { 2 * $0 }
        case 20, 21: return length(bytes, 5, byteCountAt: 2)
        case 43:
            guard bytes.count > 2 else { return .notYet }
            return bytes[2] == DeviceIdentification.interfaceType ? .known(7) : .unknown
        default: return .unknown
        }
    }

    /// The shortest beginning of `bytes` that is a frame by its checksum.
    static func shortestVerified(_ bytes: Span<UInt8>) -> Int? {
        var checksum = RTUChecksum()
        for index in 0..<min(bytes.count, longest) {
            checksum.add(bytes[index])
            if checksum.value == 0, index >= shortest - 1 { return index + 1 }
        }
        return nil
    }

    /// `fixed` bytes and as many as the byte count says, which must fit the quantity if there is one.
    private static func length(
        _ bytes: Span<UInt8>,
        _ fixed: Int,
        byteCountAt index: Int,
        quantityAt quantityIndex: Int? = nil,
        byteCountFor: (Int) -> Int = { $0 }
    ) -> Length {
        guard bytes.count > index else { return .notYet }
        let byteCount = Int(bytes[index])
        guard fixed + byteCount <= longest else { return .unknown }
        if let quantityIndex, byteCountFor(Int(bytes.word(at: quantityIndex))) != byteCount { return .unknown }
        return .known(fixed + byteCount)
    }
}

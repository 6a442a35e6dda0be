// SPDX-License-Identifier: Apache-2.0

/// A read whose answer waits.
struct HeldRequest {
    /// A read with the header of Modbus TCP; in RTU frames it is shorter.
    private static let longestRead = 12

    /// Listener and unit that it waits for.
    let place: Int
    private var bytes: InlineArray<12, UInt8> = .init(repeating: 0)
    private let count: Int

    /// - Parameter frame: the whole frame of a read.
    init(_ frame: Span<UInt8>, place: Int) {
        self.place = place
        count = min(frame.count, Self.longestRead)
        for index in 0..<count { bytes[index] = frame[index] }
    }

    /// Hands out the frame.
    func withFrame<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(bytes.span.extracting(0..<count)) }
}

// SPDX-License-Identifier: Apache-2.0

import Metering

/// A register that holds the quality of a value as it is.
///
/// A map that tells the quality of everything it has a place for has hundreds of these: they are no calculation.
struct QualityField: Sendable, Equatable {
    /// The quantity's place in a reading's values.
    let index: Int
    /// Of its word in the image.
    let offset: Int
    private let missing: UInt16
    private let unavailable: UInt16

    /// `nil` for a register that holds anything else.
    init?(_ field: ImageLayout.Field) {
        let register = field.register
        guard case .quality(let quantity) = register.value, register.type == .u16, register.factor == .identity else {
            return nil
        }
        index = Int(quantity.rawValue)
        offset = field.offset
        missing = UInt16(
            truncatingIfNeeded: register.missing.bits(register.type, notAvailable: register.notAvailable)
        )
        unavailable = UInt16(truncatingIfNeeded: register.notAvailable)
    }

    /// Writes the quality's number into a stretch of the image that begins at `firstOffset`, if it lies in it.
    @inline(__always)
    func write(_ quality: Quality, _ words: inout MutableSpan<UInt16>, firstOffset: Int) {
        // Spelled out here: to ask the quality for its raw value would be a call for each register.
        let number: UInt16 =
            switch quality {
            case .notAvailable: 0
            case .sent: 1
            case .derived: 2
            case .estimated: 3
            }
        write(number, &words, firstOffset: firstOffset)
    }

    func writeMissing(_ words: inout MutableSpan<UInt16>, firstOffset: Int) {
        write(missing, &words, firstOffset: firstOffset)
    }

    func writeUnavailable(_ words: inout MutableSpan<UInt16>) {
        write(unavailable, &words, firstOffset: 0)
    }

    @inline(__always)
    private func write(_ word: UInt16, _ words: inout MutableSpan<UInt16>, firstOffset: Int) {
        let place = offset - firstOffset
        if words.indices.contains(place) { words[place] = word }
    }
}

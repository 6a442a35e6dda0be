// SPDX-License-Identifier: Apache-2.0

import Modbus
import Registers

/// One unit under which a meter is served: what makes its images its own among the consumers of its group.
struct Consumer: Sendable {
    let unit: UInt8
    let pacing: Pacing
    let identity: MeterIdentity
    /// What stays the same from one telegram to the next.
    let ground: RegisterImage
    /// What it reads while values are not available, if that is what it is told then.
    let unavailable: [UInt16]?

    /// - Parameter meter: what the meter says of itself.
    init(
        unit: UInt8,
        pacing: Pacing,
        _ meter: MeterDescription,
        fallback: String,
        _ renderer: ImageRenderer,
        _ status: StatusValues
    ) {
        self.unit = unit
        self.pacing = pacing
        identity = MeterIdentity(meter, fallback: fallback, salt: "\(renderer.map.name):\(unit)", unit: unit)
        ground = renderer.ground(identity)
        unavailable =
            renderer.map.stale == .unavailable
            ? renderer.unavailableImage(identity: identity, status: status).words : nil
    }

    /// The image of another consumer of the group with this one's identity in it.
    func words(likeThoseOf other: [UInt16], identityOffsets: [Range<Int>]) -> [UInt16] {
        guard !identityOffsets.isEmpty else { return other }
        var words = other
        var own = words.mutableSpan
        let ground = ground.words.span
        for offsets in identityOffsets {
            for offset in offsets { own[offset] = ground[offset] }
        }
        return words
    }
}

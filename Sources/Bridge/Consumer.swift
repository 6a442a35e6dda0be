// SPDX-License-Identifier: Apache-2.0

package import Modbus
import Registers
import Settings

/// One unit under which a meter is served: what makes its images its own among the consumers of its group.
package struct Consumer: Sendable {
    /// Where it is served, and how.
    package struct Place: Sendable, Equatable {
        package let unit: UInt8
        package let pacing: Pacing
        /// Several, where the same is served on each.
        package var listeners: [ListenerID]
    }

    let place: Place
    let identity: MeterIdentity
    /// What stays the same from one telegram to the next.
    let ground: RegisterImage
    /// What it is told while the meter is not fresh.
    let answers: FailSafeAnswers

    /// - Parameters:
    ///   - meter: what the meter says of itself.
    ///   - shared: what all consumers of its group are told while the meter is not fresh; `nil` where each has its own.
    init(
        _ place: Place,
        _ meter: MeterDescription,
        fallback: String,
        _ renderer: ImageRenderer,
        _ failSafe: FailSafe,
        _ status: StatusValues,
        shared: FailSafeAnswers?
    ) {
        self.place = place
        let unit = place.unit
        identity = MeterIdentity(meter, fallback: fallback, salt: "\(renderer.map.name):\(unit)", unit: unit)
        ground = renderer.ground(identity)
        answers =
            shared
            ?? FailSafeAnswers(failSafe) { [identity] policy in
                renderer.image(policy, identity: identity, status: status)?.words
            }
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

extension ImageRenderer {
    /// The image that is told by a policy in place of the one of a telegram.
    func image(_ policy: FailSafePolicy, identity: MeterIdentity?, status: StatusValues) -> RegisterImage? {
        switch policy {
        case .unavailable: unavailableImage(identity: identity, status: status)
        case .zero: zeroImage(identity: identity, status: status)
        case .substitute(let values): substituteImage(values, identity: identity, status: status)
        case .silence, .exception, .hold: nil
        }
    }
}

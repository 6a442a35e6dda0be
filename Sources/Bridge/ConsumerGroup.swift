// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Modbus
package import Registers

/// The consumers of one meter that see it through the same map with the same settings: makes the snapshots from which their
/// units are answered.
///
/// They differ in who they say they are and in nothing else, so a reading is rendered once for all of them.
/// A snapshot knows by itself when its values are too old, so nothing has to run for the fail-safe to take over.
package struct ConsumerGroup: Sendable {
    /// The status of a meter whose freshness is the given one, at an instant.
    package typealias StatusAtInstant = @Sendable (Freshness, ContinuousClock.Instant) -> StatusValues

    let units: [UInt8]
    private let pacings: [Pacing]
    /// The group's own: a telegram that lacks what its map can't do without is none for it.
    private(set) var freshness: Freshness

    private let renderer: ImageRenderer
    private let meterName: String
    private let spaceBeforeIdentity: AddressSpace
    private let spaceWithIdentity: AddressSpace
    private let identityOffsets: [Range<Int>]
    private let sharesImages: Bool
    private var meter: MeterDescription?
    private var consumers: [Consumer] = []
    private var places: ObjectPlaces?

    private init(_ renderer: ImageRenderer, _ members: [ConsumerConfiguration], _ meter: MeterConfiguration)
        throws(AddressSpaceError)
    {
        self.renderer = renderer
        units = members.map(\.unit)
        pacings = members.map(\.pacing)
        meterName = meter.name
        freshness = Freshness(staleAfter: meter.staleAfter)
        identityOffsets = renderer.identityOffsets
        sharesImages = !renderer.mixesIdentity
        spaceBeforeIdentity = try renderer.layout.addressSpace(renderer.map.identity, knowsIdentity: false)
        spaceWithIdentity = try renderer.layout.addressSpace(renderer.map.identity, knowsIdentity: true)
    }

    /// The groups of a meter's consumers.
    package static func groups(
        of consumers: [ConsumerConfiguration],
        _ meter: MeterConfiguration
    ) throws(GatewayError) -> [ConsumerGroup] {
        var gathered: [(renderer: ImageRenderer, members: [ConsumerConfiguration])] = []
        for consumer in consumers {
            let renderer = ImageRenderer(consumer.map)
            if let index = gathered.firstIndex(where: { isSame($0.renderer, renderer) }) {
                gathered[index].members.append(consumer)
            } else {
                gathered.append((renderer, [consumer]))
            }
        }
        return try gathered.map { renderer, members throws(GatewayError) in
            do throws(AddressSpaceError) {
                return try ConsumerGroup(renderer, members, meter)
            } catch {
                throw .unservableMap(renderer.map.name, reason: "\(error)")
            }
        }
    }

    private static func isSame(_ one: ImageRenderer, _ other: ImageRenderer) -> Bool {
        one.map.name == other.map.name && one.map.stale == other.map.stale && one.map.identity == other.map.identity
            && one.rendersLike(other)
    }

    package var mapName: String { renderer.map.name }

    /// What they are told unless their values are fresh, in words.
    var policy: String { renderer.map.stale.description }

    /// What the units are answered from before the first telegram: constants and status, and the fail-safe for all else.
    func waitingSnapshot(
        since start: ContinuousClock.Instant,
        _ status: @escaping StatusAtInstant
    ) throws(UnitSnapshotError) -> UnitSnapshot {
        let words = renderer.unavailableImage(identity: nil, status: status(freshness, start)).words
        return try UnitSnapshot(
            space: spaceBeforeIdentity,
            words: words,
            stages: [Stage(begins: start, answer: staleAnswer(unavailable: words, isLost: false))],
            refresh: refresh(status)
        )
    }

    /// Takes a reading in, and hands each unit's next snapshot to `publish`.
    ///
    /// - Parameter description: what the reading's meter says of itself.
    /// - Returns: values that did not fit their registers, and objects whose unit did not fit the map; or what the reading
    ///   lacks that the map can't do without.
    package mutating func take(
        _ reading: Reading,
        _ description: MeterDescription,
        arrival: ContinuousClock.Instant,
        _ status: @escaping StatusAtInstant,
        publish: (UnitSnapshot, UInt8) -> Void
    ) throws(UnitSnapshotError) -> Result<Int, MissingVital> {
        if let missing = renderer.missingVital(in: reading) { return .failure(MissingVital(quantity: missing)) }
        freshness.telegramArrived(at: arrival)
        let statusNow = status(freshness, arrival)
        if meter != description {
            meter = description
            consumers = zip(units, pacings).map { unit, pacing in
                Consumer(unit: unit, pacing: pacing, description, fallback: meterName, renderer, statusNow)
            }
        }
        let places = places(for: reading)
        let refresh = refresh(status)
        let sharedStages = stages(arrival, unavailable: nil)
        var image: RegisterImage?
        for consumer in consumers {
            let words: [UInt16]
            if sharesImages, let image {
                words = consumer.words(likeThoseOf: image.words, identityOffsets: identityOffsets)
            } else {
                let own = renderer.image(
                    of: reading,
                    places,
                    on: consumer.ground,
                    identity: consumer.identity,
                    status: statusNow
                )
                image = own
                words = own.words
            }
            let snapshot = try UnitSnapshot(
                space: spaceWithIdentity,
                words: words,
                stages: consumer.unavailable.map { stages(arrival, unavailable: $0) } ?? sharedStages,
                pacing: consumer.pacing,
                refresh: refresh
            )
            publish(snapshot, consumer.unit)
        }
        return .success((image?.saturated ?? 0) + (image?.unfitUnits ?? 0))
    }

    private mutating func places(for reading: Reading) -> ObjectPlaces {
        if let places, places.hold(for: reading) { return places }
        let found = renderer.objectPlaces(in: reading)
        places = found
        return found
    }

    /// What is to come if nothing more does: served until stale, then the fail-safe. While recovering, the fail-safe at once.
    private func stages(_ arrival: ContinuousClock.Instant, unavailable: [UInt16]?) -> [Stage] {
        let isFresh = freshness.state(at: arrival) == .fresh
        let stale = arrival + freshness.staleAfter
        let lost = arrival + freshness.staleAfter * 2
        let staleAnswer = staleAnswer(unavailable: unavailable, isLost: false)
        return [
            Stage(begins: arrival, answer: isFresh ? .served : staleAnswer),
            // One nanosecond on: an age of exactly the limit is still fresh.
            Stage(begins: stale + .nanoseconds(1), answer: staleAnswer),
            Stage(begins: lost + .nanoseconds(1), answer: self.staleAnswer(unavailable: unavailable, isLost: true)),
        ]
    }

    private func staleAnswer(unavailable: [UInt16]?, isLost: Bool) -> LiveAnswer {
        switch renderer.map.stale {
        case .silence: .silence(closesConnection: isLost)
        case .exception(let code): .exception(ModbusException(rawValue: code) ?? .serverDeviceFailure)
        case .unavailable: unavailable.map { .replaced($0) } ?? .silence(closesConnection: isLost)
        }
    }

    private func refresh(_ status: @escaping StatusAtInstant) -> UnitSnapshot.Refresh {
        let (renderer, freshness) = (renderer, freshness)
        return { now, firstOffset, words in
            renderer.refreshStatus(&words, firstOffset: firstOffset, status: status(freshness, now))
        }
    }

    package struct MissingVital: Error {
        let quantity: Quantity
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Modbus
package import Registers
package import Settings

/// The consumers of one meter that see it through the same map with the same settings: makes the snapshots from which their
/// units are answered.
///
/// They differ in who they say they are and in nothing else, so a reading is rendered once for all of them.
/// A snapshot knows by itself when its values are too old, so nothing has to run for the fail-safe to take over.
package struct ConsumerGroup: Sendable {
    /// The status of a meter whose values may be told for so long, at an instant.
    package typealias StatusAtInstant = @Sendable (Validity, ContinuousClock.Instant) -> StatusValues
    /// Serves a snapshot to clients who ask for this consumer.
    package typealias Publish = (UnitSnapshot, Consumer.Place) -> Void

    private(set) var members: [Consumer.Place]
    private let renderer: ImageRenderer
    /// What its members are told instead of what the meter says; `take` wants readings that are adjusted by it.
    package let adjustment: Adjustment
    private let failSafe: FailSafe
    /// What all members are told while the meter is not fresh; `nil` where each has images of its own.
    private let sharedAnswers: FailSafeAnswers?
    private let meterName: String
    private let spaceBeforeIdentity: AddressSpace
    private let spaceWithIdentity: AddressSpace
    private let identityOffsets: [Range<Int>]
    private let sharesImages: Bool
    private var meter: MeterDescription?
    private var consumers: [Consumer] = []
    private var places: ObjectPlaces?

    private init(_ map: PreparedMap, _ settings: ConsumerConfiguration, _ members: [Consumer.Place]) {
        renderer = map.renderer
        self.members = members
        adjustment = settings.adjustment
        failSafe = settings.failSafe
        sharedAnswers = failSafe.needsImages ? nil : FailSafeAnswers(failSafe) { _ in nil }
        meterName = settings.meter
        identityOffsets = renderer.identityOffsets
        sharesImages = !renderer.mixesIdentity
        spaceBeforeIdentity = map.spaceBeforeIdentity
        spaceWithIdentity = map.spaceWithIdentity
    }

    /// The groups of the consumers of one meter, each with the listener on which it is served.
    ///
    /// - Parameter maps: what other meters are served as too.
    package static func groups(
        of consumers: [(consumer: ConsumerConfiguration, listener: ListenerID)],
        maps: PreparedMaps = PreparedMaps()
    ) throws(GatewayError) -> [ConsumerGroup] {
        var gathered: [(map: PreparedMap, settings: ConsumerConfiguration, members: [Consumer.Place])] = []
        for (consumer, listener) in consumers {
            let map: PreparedMap
            let renderer = ImageRenderer(consumer.map)
            do throws(AddressSpaceError) {
                map = try maps.map(renderer)
            } catch {
                throw .unservableMap(renderer.map.name, reason: "\(error)")
            }
            let index =
                gathered.firstIndex { $0.map.isSame(as: renderer) && isSame($0.settings, consumer) }
                ?? gathered.endIndex
            if index == gathered.endIndex { gathered.append((map, consumer, [])) }
            let sibling = gathered[index].members.firstIndex { place in
                place.unit == consumer.unit && place.pacing == consumer.pacing
            }
            if let sibling {
                gathered[index].members[sibling].listeners.append(listener)
            } else {
                let place = Consumer.Place(unit: consumer.unit, pacing: consumer.pacing, listeners: [listener])
                gathered[index].members.append(place)
            }
        }
        return gathered.map { ConsumerGroup($0.map, $0.settings, $0.members) }
    }

    /// Whether a reading looks the same to the members of both, but for who they are.
    func tellsLike(_ other: ConsumerGroup) -> Bool {
        meterName == other.meterName && failSafe == other.failSafe && adjustment == other.adjustment
            && renderer.map.name == other.renderer.map.name && renderer.map.identity == other.renderer.map.identity
            && renderer.rendersLike(other.renderer)
    }

    /// Whether what two consumers are told differs in nothing but who they are told they are.
    private static func isSame(_ one: ConsumerConfiguration, _ other: ConsumerConfiguration) -> Bool {
        one.failSafe == other.failSafe && one.adjustment == other.adjustment
    }

    package var mapName: String { renderer.map.name }

    /// What they are told unless their values are fresh, in words.
    var policy: String { failSafe.description }

    /// The quantity that they can't do without and that the reading lacks: to them it is none.
    package func missingVital(in reading: Reading) -> Quantity? { renderer.missingVital(in: reading) }

    /// What the units are answered from before the first telegram: constants and status, and the fail-safe for all else.
    func waitingSnapshot(
        since start: ContinuousClock.Instant,
        _ status: @escaping StatusAtInstant
    ) throws(UnitSnapshotError) -> UnitSnapshot {
        let words = renderer.unavailableImage(identity: nil, status: status(.waiting, start)).words
        return try UnitSnapshot(
            space: spaceBeforeIdentity,
            words: words,
            stages: [Stage(begins: start, answer: FailSafeAnswers(failSafe) { _ in words }.whileWaiting)],
            refresh: refresh(.waiting, status)
        )
    }

    /// Makes each consumer's next snapshot of a reading.
    ///
    /// - Parameters:
    ///   - description: what the reading's meter says of itself.
    ///   - arrival: when what is new of it arrived.
    /// - Returns: values that did not fit their registers, and objects whose unit did not fit the map.
    package mutating func take(
        _ reading: Reading,
        _ description: MeterDescription,
        arrival: ContinuousClock.Instant,
        validity: Validity,
        _ status: @escaping StatusAtInstant,
        publish: Publish
    ) throws(UnitSnapshotError) -> Int {
        let statusNow = status(validity, arrival)
        if meter != description {
            meter = description
            consumers = members.map { place in
                Consumer(
                    place,
                    description,
                    fallback: meterName,
                    renderer,
                    failSafe,
                    statusNow,
                    shared: sharedAnswers
                )
            }
        }
        let places = places(for: reading)
        let refresh = refresh(validity, status)
        let sharedStages = sharedAnswers.map { $0.stages(validity, from: arrival) }
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
                stages: sharedStages ?? consumer.answers.stages(validity, from: arrival),
                pacing: consumer.place.pacing,
                refresh: refresh
            )
            publish(snapshot, consumer.place)
        }
        return (image?.saturated ?? 0) + (image?.unfitUnits ?? 0)
    }

    private mutating func places(for reading: Reading) -> ObjectPlaces {
        if let places, places.hold(for: reading) { return places }
        let found = renderer.objectPlaces(in: reading)
        places = found
        return found
    }

    private func refresh(_ validity: Validity, _ status: @escaping StatusAtInstant) -> UnitSnapshot.Refresh {
        let renderer = renderer
        return { now, firstOffset, words in
            renderer.refreshStatus(&words, firstOffset: firstOffset, status: status(validity, now))
        }
    }
}

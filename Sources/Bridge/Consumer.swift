// SPDX-License-Identifier: Apache-2.0

import Metering
import Modbus
import Registers

/// A meter seen through a map: makes the snapshots from which one unit is answered.
///
/// A snapshot knows by itself when its values are too old, so nothing has to run for the fail-safe to take over.
struct Consumer: Sendable {
    let unit: UInt8
    /// This consumer's own: a telegram that lacks what its map can't do without is none for it.
    private(set) var freshness: Freshness

    private let renderer: ImageRenderer
    private let meterName: String
    private let spaceBeforeIdentity: AddressSpace
    private let spaceWithIdentity: AddressSpace
    private var unavailable: (identity: MeterIdentity, words: [UInt16])?

    init(_ configuration: ConsumerConfiguration, _ meter: MeterConfiguration) throws(AddressSpaceError) {
        unit = configuration.unit
        freshness = Freshness(staleAfter: meter.staleAfter)
        meterName = meter.name
        renderer = ImageRenderer(configuration.map)
        spaceBeforeIdentity = try renderer.layout.addressSpace(configuration.map.identity, knowsIdentity: false)
        spaceWithIdentity = try renderer.layout.addressSpace(configuration.map.identity, knowsIdentity: true)
    }

    var mapName: String { renderer.map.name }

    /// What it is told unless its values are fresh, in words.
    var policy: String { renderer.map.stale.description }

    /// What the unit is answered from before the first telegram: constants and status, and the fail-safe for all else.
    func waitingSnapshot(
        since start: ContinuousClock.Instant,
        _ status: @escaping MeterStatus.AtInstant
    ) throws(UnitSnapshotError) -> UnitSnapshot {
        let words = renderer.unavailableImage(identity: nil, status: status(freshness, start)).words
        return try UnitSnapshot(
            space: spaceBeforeIdentity,
            words: words,
            stages: [Stage(begins: start, answer: staleAnswer(words, isLost: false))],
            refresh: refresh(status)
        )
    }

    /// Takes a reading in; `nil` when it lacks what the map can't do without.
    mutating func snapshot(
        of reading: Reading,
        arrival: ContinuousClock.Instant,
        _ status: @escaping MeterStatus.AtInstant
    ) throws(UnitSnapshotError) -> Result<Rendered, MissingVital> {
        if let missing = renderer.missingVital(in: reading) { return .failure(MissingVital(quantity: missing)) }
        freshness.telegramArrived(at: arrival)
        let identity = MeterIdentity(reading: reading, fallback: meterName, salt: "\(mapName):\(unit)")
        let statusNow = status(freshness, arrival)
        if unavailable?.identity != identity {
            unavailable = (identity, renderer.unavailableImage(identity: identity, status: statusNow).words)
        }
        let image = renderer.image(of: reading, identity: identity, status: statusNow)
        let snapshot = try UnitSnapshot(
            space: spaceWithIdentity,
            words: image.words,
            stages: stages(arrival),
            refresh: refresh(status)
        )
        return .success(Rendered(snapshot: snapshot, misfits: image.saturated + image.unfitUnits))
    }

    /// What is to come if nothing more does: served until stale, then the fail-safe. While recovering, the fail-safe at once.
    private func stages(_ arrival: ContinuousClock.Instant) -> [Stage] {
        let words = unavailable?.words ?? []
        let isFresh = freshness.state(at: arrival) == .fresh
        let stale = arrival + freshness.staleAfter
        let lost = arrival + freshness.staleAfter * 2
        return [
            Stage(begins: arrival, answer: isFresh ? .served : staleAnswer(words, isLost: false)),
            // One nanosecond on: an age of exactly the limit is still fresh.
            Stage(begins: stale + .nanoseconds(1), answer: staleAnswer(words, isLost: false)),
            Stage(begins: lost + .nanoseconds(1), answer: staleAnswer(words, isLost: true)),
        ]
    }

    private func staleAnswer(_ unavailable: [UInt16], isLost: Bool) -> LiveAnswer {
        switch renderer.map.stale {
        case .silence: .silence(closesConnection: isLost)
        case .exception(let code): .exception(ModbusException(rawValue: code) ?? .serverDeviceFailure)
        case .unavailable: .replaced(unavailable)
        }
    }

    private func refresh(_ status: @escaping MeterStatus.AtInstant) -> UnitSnapshot.Refresh {
        let (renderer, freshness) = (renderer, freshness)
        return { now, firstOffset, words in
            renderer.refreshStatus(&words, firstOffset: firstOffset, status: status(freshness, now))
        }
    }

    struct Rendered {
        let snapshot: UnitSnapshot
        /// Values that did not fit their registers, and objects whose unit did not fit the map.
        let misfits: Int
    }

    struct MissingVital: Error {
        let quantity: Quantity
    }
}

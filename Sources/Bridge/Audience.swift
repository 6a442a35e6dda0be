// SPDX-License-Identifier: Apache-2.0

import Metering
import Modbus
import Registers
import Settings

/// Everybody who sees one meter through Modbus.
struct Audience: Sendable {
    /// A telegram that lacks what a group's map can't do without is none for it, so each has a freshness of its own.
    private struct Seats {
        var group: ConsumerGroup
        var freshness: Freshness
        /// Of a sum: what holds for its parts.
        var given: Validity?

        var validity: Validity { given ?? freshness.validity }
    }

    /// What a group made of a reading.
    enum Outcome {
        /// So many values did not fit their registers, or had another unit than their map asks for.
        case taken(misfits: Int)
        case lacking(Quantity)
    }

    private var seats: [Seats]
    private let status: ConsumerGroup.StatusAtInstant
    private let publish: @Sendable (UnitSnapshot, Consumer.Place) -> Void

    /// - Parameters:
    ///   - consumers: each with its listener.
    ///   - maps: what other meters are served as too.
    ///   - publish: hands a consumer's next snapshot to the server.
    /// - Throws: `GatewayError.unservableMap`.
    init(
        _ consumers: [(consumer: ConsumerConfiguration, listener: ListenerID)],
        staleAfter: Duration?,
        maps: PreparedMaps = PreparedMaps(),
        since start: ContinuousClock.Instant,
        status: @escaping ConsumerGroup.StatusAtInstant,
        publish: @escaping @Sendable (UnitSnapshot, Consumer.Place) -> Void
    ) throws(GatewayError) {
        seats = try ConsumerGroup.groups(of: consumers, maps: maps).map { group in
            Seats(group: group, freshness: Freshness(staleAfter: staleAfter))
        }
        self.status = status
        self.publish = publish
        for index in seats.indices { try letWait(index, since: start) }
    }

    /// Others take the place of those who see the meter. Who stays goes on as before, and who is new is told at once what
    /// was told last.
    ///
    /// - Parameters:
    ///   - consumers: each with its listener.
    ///   - freshness: the meter's own, which holds for those who are new.
    ///   - given: of a sum, what holds for its parts.
    ///   - last: what was told last.
    /// - Throws: `GatewayError.unservableMap`.
    mutating func seat(
        _ consumers: [(consumer: ConsumerConfiguration, listener: ListenerID)],
        maps: PreparedMaps,
        _ freshness: Freshness,
        given: Validity? = nil,
        last: Reading?,
        at now: ContinuousClock.Instant
    ) throws(GatewayError) {
        let before = seats
        seats = try ConsumerGroup.groups(of: consumers, maps: maps).map { group in
            let known = before.first { $0.group.tellsLike(group) }
            if let known, known.group.members == group.members { return known }
            return Seats(group: group, freshness: known?.freshness ?? freshness, given: known?.given ?? given)
        }
        for index in seats.indices {
            let group = seats[index].group
            if before.contains(where: { $0.group.tellsLike(group) && $0.group.members == group.members }) { continue }
            var adjusted = last.map { AdjustedReadings($0) }
            guard let reading = adjusted?.reading(for: group.adjustment), let limits = seats[index].validity.limits,
                group.missingVital(in: reading) == nil
            else {
                try letWait(index, since: now)
                continue
            }
            let description = MeterDescription(reading)
            tell(reading, description, limits.arrival, seats[index].validity, to: index) { _, _ in }
        }
    }

    /// Tells what is told before the first telegram.
    private func letWait(_ index: Int, since start: ContinuousClock.Instant) throws(GatewayError) {
        let group = seats[index].group
        do {
            let snapshot = try group.waitingSnapshot(since: start, status)
            for place in group.members { publish(snapshot, place) }
        } catch {
            throw .unservableMap(group.mapName, reason: "\(error)")
        }
    }

    /// The groups, and how long each may still be told what it was told last.
    var groups: [(group: ConsumerGroup, validity: Validity)] { seats.map { ($0.group, $0.validity) } }

    /// Tells all of them a telegram's reading.
    ///
    /// - Parameter note: is told what each group made of it, by the name of its map.
    mutating func take(
        _ reading: Reading,
        arrival: ContinuousClock.Instant,
        note: (_ map: String, Outcome) -> Void
    ) {
        take(reading, arrival, note) { $0.freshness.telegramArrived(at: arrival) }
    }

    /// Tells all of them a reading that is made of several meters'.
    ///
    /// - Parameters:
    ///   - validity: what holds for those meters.
    ///   - arrival: when the newest of them spoke.
    mutating func take(
        _ reading: Reading,
        validity: Validity,
        arrival: ContinuousClock.Instant,
        note: (_ map: String, Outcome) -> Void
    ) {
        take(reading, arrival, note) { $0.given = validity }
    }

    private mutating func take(
        _ reading: Reading,
        _ arrival: ContinuousClock.Instant,
        _ note: (_ map: String, Outcome) -> Void,
        judge: (inout Seats) -> Void
    ) {
        let description = MeterDescription(reading)
        var adjusted = AdjustedReadings(reading)
        for index in seats.indices {
            let map = seats[index].group.mapName
            let reading = adjusted.reading(for: seats[index].group.adjustment)
            if let missing = seats[index].group.missingVital(in: reading) {
                note(map, .lacking(missing))
                continue
            }
            judge(&seats[index])
            tell(reading, description, arrival, seats[index].validity, to: index, note)
        }
    }

    private mutating func tell(
        _ reading: Reading,
        _ description: MeterDescription,
        _ arrival: ContinuousClock.Instant,
        _ validity: Validity,
        to index: Int,
        _ note: (_ map: String, Outcome) -> Void
    ) {
        do {
            let misfits = try seats[index].group.take(
                reading,
                description,
                arrival: arrival,
                validity: validity,
                status,
                publish: publish
            )
            note(seats[index].group.mapName, .taken(misfits: misfits))
        } catch {
            // A snapshot that doesn't fit its own space is a fault of this program: the consumers keep the one they have,
            // which expires by itself.
            assertionFailure("\(error)")
        }
    }
}

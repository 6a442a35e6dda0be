// SPDX-License-Identifier: Apache-2.0

import Modbus
import Settings
import State

/// The meters and sums of a configuration.
struct Plant: Sendable {
    var configuration = GatewayConfiguration()
    /// Of its listeners, in its order.
    var listenerIDs: [ListenerID] = []
    /// In its order.
    var meters: [Meter] = []
    var sums: [SumMeter] = []
}

/// Makes the meters and sums of a configuration.
struct PlantBuilder: Sendable {
    let desk: SnapshotDesk
    let feed: UpdateFeed
    let maps = PreparedMaps()
    let clock: GatewayClock
    let observer: @Sendable (GatewayEvent) -> Void

    /// A plant of which nothing has run before. Its consumers are told that it waits.
    ///
    /// - Throws: `GatewayError.unservableMap`.
    func plant(_ configuration: GatewayConfiguration, _ listenerIDs: [ListenerID]) throws(GatewayError) -> Plant {
        desk.owners = configuration.owners(listenerIDs)
        return try plant(configuration, listenerIDs, keeping: Plant())
    }

    /// A plant that goes on with some meters and sums of another.
    ///
    /// - Parameter kept: those that go on. They are still to be told whom they serve from now on.
    /// - Throws: `GatewayError.unservableMap`.
    func plant(
        _ configuration: GatewayConfiguration,
        _ listenerIDs: [ListenerID],
        keeping kept: Plant
    ) throws(GatewayError) -> Plant {
        let keptMeters = Dictionary(uniqueKeysWithValues: kept.meters.map { ($0.name, $0) })
        let keptSums = Dictionary(uniqueKeysWithValues: kept.sums.map { ($0.name, $0) })
        let consumers = configuration.consumersByMeter(listenerIDs)
        let statuses = Dictionary(
            uniqueKeysWithValues: configuration.meters.map { meter in
                let new = MeterStatus(clock, start: clock.now(), isSimulated: meter.isSimulated)
                return (meter.name, keptMeters[meter.name]?.status ?? new)
            }
        )
        func publisher(_ name: String) -> @Sendable (UnitSnapshot, Consumer.Place) -> Void {
            { [desk] in desk.publish($0, at: $1, by: name) }
        }
        let sums = try configuration.sums.map { sum throws(GatewayError) in
            if let same = keptSums[sum.name] { return same }
            return try SumMeter(
                sum,
                statuses: sum.terms.compactMap { statuses[$0.meter] },
                consumers: consumers[sum.name] ?? [],
                counters: counters(of: sum, in: configuration),
                maps: maps,
                clock: clock,
                feed: feed,
                publish: publisher(sum.name),
                observer: observer
            )
        }
        let shares = SumShares(sums, configuration.sums)
        let meters = try configuration.meters.map { meter throws(GatewayError) in
            if let same = keptMeters[meter.name] { return same }
            return try Meter(
                meter,
                consumers: consumers[meter.name] ?? [],
                counters: counters(of: meter, in: configuration.stateFolder),
                status: statuses[meter.name],
                maps: maps,
                clock: clock,
                feed: feed,
                publish: publisher(meter.name),
                share: shares.share(of: meter.name),
                observer: observer
            )
        }
        return Plant(configuration: configuration, listenerIDs: listenerIDs, meters: meters, sums: sums)
    }

    /// Tells those who were there before whom they serve now.
    ///
    /// - Throws: `GatewayError.unservableMap`.
    func seatConsumers(of plant: Plant, keeping kept: Plant) async throws(GatewayError) {
        let consumers = plant.configuration.consumersByMeter(plant.listenerIDs)
        let shares = SumShares(plant.sums, plant.configuration.sums)
        for meter in kept.meters {
            try await meter.serve(consumers[meter.name] ?? [], maps: maps, share: shares.share(of: meter.name))
        }
        for sum in kept.sums { try await sum.serve(consumers[sum.name] ?? [], maps: maps) }
    }

    /// - Throws: `GatewayError.unservableMap` for the first map that can't be served.
    func checkMaps(of configuration: GatewayConfiguration) throws(GatewayError) {
        let nowhere = ListenerID(number: 0)
        _ = try ConsumerGroup.groups(of: configuration.consumers.map { ($0, nowhere) }, maps: maps)
    }

    /// What is known of a meter's energy: from its file, where it keeps one and that can be had.
    private func counters(
        of meter: MeterConfiguration,
        in folder: String?
    ) -> CounterBook {
        guard let folder, meter.keepsState else { return CounterBook() }
        return counters(keptAs: meter.name, in: folder)
    }

    /// The same of a sum, which keeps what can't be worked out anew: the energy of those in which something is subtracted, as
    /// long as none of its meters is made up or recorded.
    private func counters(
        of sum: SumConfiguration,
        in configuration: GatewayConfiguration
    ) -> CounterBook {
        let parts = configuration.meters.filter { meter in sum.terms.contains { $0.meter == meter.name } }
        guard let folder = configuration.stateFolder, sum.terms.contains(where: { $0.sign == .minus }),
            parts.allSatisfy(\.keepsState)
        else { return CounterBook() }
        return counters(keptAs: sum.name, in: folder)
    }

    private func counters(
        keptAs name: String,
        in folder: String
    ) -> CounterBook {
        do throws(StateFault) {
            return try CounterBook(try StateFile(meter: name, folder: folder)) { event in
                observer(.state(meter: name, event))
            }
        } catch {
            observer(.state(meter: name, .notKept(error)))
            return CounterBook()
        }
    }
}

extension GatewayConfiguration {
    /// The meter or sum that each unit is of.
    ///
    /// - Parameter ids: of the listeners, in their order.
    func owners(_ ids: [ListenerID]) -> [SnapshotDesk.Seat: String] {
        var owners: [SnapshotDesk.Seat: String] = [:]
        for (id, listener) in zip(ids, listeners) {
            for consumer in listener.consumers { owners[.init(listener: id, unit: consumer.unit)] = consumer.meter }
        }
        return owners
    }

    /// The consumers of each meter by its name, each with its listener, of which these are the names in the configuration's
    /// order.
    fileprivate func consumersByMeter(
        _ ids: [ListenerID]
    ) -> [String: [(consumer: ConsumerConfiguration, listener: ListenerID)]] {
        var found: [String: [(consumer: ConsumerConfiguration, listener: ListenerID)]] = [:]
        for (id, listener) in zip(ids, listeners) {
            for consumer in listener.consumers { found[consumer.meter, default: []].append((consumer, id)) }
        }
        return found
    }
}

// SPDX-License-Identifier: Apache-2.0

import Inputs
package import Modbus
import NIOPosix
package import Outputs
import Registers
import ServiceLifecycle
package import Settings
import State

/// Meters in, Modbus out: everything that runs between them.
///
/// Making it binds the listeners and publishes what each unit answers before the first telegram, so that nobody ever gets a
/// number that no meter said.
package struct Gateway {
    /// How often it is looked whether a meter has gone stale, to log it. The answers don't wait for that.
    private static let reportInterval = Duration.milliseconds(250)

    let configuration: GatewayConfiguration
    private let server: ModbusServer
    /// Of the listeners of the configuration, in its order.
    let listenerIDs: [ListenerID]
    let desk: SnapshotDesk
    /// In the order of the configuration.
    package let meters: [Meter]
    let sums: [SumMeter]
    let clock: GatewayClock
    /// Seconds since 1970 UTC.
    let startedAt: Int64
    private let feed: UpdateFeed
    let observer: @Sendable (GatewayEvent) -> Void

    /// - Throws: `GatewayError` for contradictions in the configuration and for addresses and ports that can't be listened on.
    package init(
        _ configuration: GatewayConfiguration,
        outputs: [any Output] = [],
        clock: GatewayClock = .system,
        observer: @escaping @Sendable (GatewayEvent) -> Void
    ) throws(GatewayError) {
        try Gateway.check(configuration)
        let server: ModbusServer
        let listenerIDs: [ListenerID]
        do throws(ServerError) {
            server = try ModbusServer(
                limits: configuration.limits,
                clock: clock.now,
                observer: { observer(.server($0)) }
            )
            listenerIDs = try configuration.listeners.map { configured throws(ServerError) in
                try server.listen(on: configured.listener, allowing: configured.allowed)
            }
        } catch {
            throw .server(error)
        }
        let desk = SnapshotDesk(server)
        let feed = UpdateFeed(outputs)
        let publish: @Sendable (UnitSnapshot, Consumer.Place) -> Void = { desk.publish($0, at: $1) }
        let maps = PreparedMaps()
        let consumers = configuration.consumersByMeter(listenerIDs)
        let statuses = Dictionary(
            uniqueKeysWithValues: configuration.meters.map { meter in
                (meter.name, MeterStatus(clock, start: clock.now(), isSimulated: meter.isSimulated))
            }
        )
        let sums = try configuration.sums.map { sum throws(GatewayError) in
            try SumMeter(
                sum,
                statuses: sum.terms.compactMap { statuses[$0.meter] },
                consumers: consumers[sum.name] ?? [],
                counters: Gateway.counters(of: sum, in: configuration, observer),
                maps: maps,
                clock: clock,
                feed: feed,
                publish: publish,
                observer: observer
            )
        }
        let shares = SumShares(sums, configuration.sums)
        meters = try configuration.meters.map { meter throws(GatewayError) in
            try Meter(
                meter,
                consumers: consumers[meter.name] ?? [],
                counters: Gateway.counters(of: meter, in: configuration.stateFolder, observer),
                status: statuses[meter.name],
                maps: maps,
                clock: clock,
                feed: feed,
                publish: publish,
                share: shares.share(of: meter.name),
                observer: observer
            )
        }
        self.sums = sums
        self.configuration = configuration
        self.feed = feed
        startedAt = clock.wallTime()
        self.server = server
        self.listenerIDs = listenerIDs
        self.desk = desk
        self.clock = clock
        self.observer = observer
    }

    /// Where it listens, with the ports that the system chose.
    package var listeners: [Listener] { server.listeners.map(\.listener) }

    /// Whether any meter is made up: then everything that shows the gateway says so.
    package var isSimulated: Bool { configuration.meters.contains(where: \.isSimulated) }

    package var statistics: ServerStatistics { server.statistics }

    /// Who has asked the Modbus server for what.
    package func report() async -> ServerReport { await server.report() }

    /// Runs until the task is cancelled or a graceful shutdown begins. An input that is over leaves a meter that goes stale.
    ///
    /// - Throws: `GatewayError` when the server can't run.
    package func run() async throws {
        for listener in listeners { observer(.listening(listener)) }
        let result = await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for (meter, configured) in zip(meters, configuration.meters) {
                    group.addTask { await Gateway.read(configured, into: meter) }
                }
                for sum in sums { group.addTask { await sum.run() } }
                group.addTask { await reportStates() }
                group.addTask { await feed.run() }
                defer { group.cancelAll() }
                return await serve()
            }
        }
        // Nobody is told anything any more: what was counted can be written to the end.
        for meter in meters { await meter.close() }
        for sum in sums { await sum.close() }
        try result.get()
    }

    /// What is known of a meter's energy: from its file, where it keeps one and that can be had.
    private static func counters(
        of meter: MeterConfiguration,
        in folder: String?,
        _ observer: @escaping @Sendable (GatewayEvent) -> Void
    ) -> CounterBook {
        guard let folder, meter.keepsState else { return CounterBook() }
        return counters(keptAs: meter.name, in: folder, observer)
    }

    /// The same of a sum, which keeps what can't be worked out anew: the energy of those in which something is subtracted, as
    /// long as none of its meters is made up or recorded.
    private static func counters(
        of sum: SumConfiguration,
        in configuration: GatewayConfiguration,
        _ observer: @escaping @Sendable (GatewayEvent) -> Void
    ) -> CounterBook {
        let parts = configuration.meters.filter { meter in sum.terms.contains { $0.meter == meter.name } }
        guard let folder = configuration.stateFolder, sum.terms.contains(where: { $0.sign == .minus }),
            parts.allSatisfy(\.keepsState)
        else { return CounterBook() }
        return counters(keptAs: sum.name, in: folder, observer)
    }

    private static func counters(
        keptAs name: String,
        in folder: String,
        _ observer: @escaping @Sendable (GatewayEvent) -> Void
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

    private func serve() async -> Result<Void, GatewayError> {
        do throws(ServerError) {
            return .success(try await server.run())
        } catch {
            return .failure(.server(error))
        }
    }

    private static func read(_ configuration: MeterConfiguration, into meter: Meter) async {
        let input = configuration.input.input(group: MultiThreadedEventLoopGroup.singleton)
        await DecryptingInput(input, decryptor: configuration.decryptor).run { await meter.handle($0) }
    }

    /// Looks once whether any meter's state is another one.
    package func reportStates(at now: ContinuousClock.Instant) async {
        for meter in meters { await meter.reportState(at: now) }
        for sum in sums { await sum.reportState(at: now) }
    }

    private func reportStates() async {
        while (try? await Task.sleep(for: Gateway.reportInterval)) != nil {
            await reportStates(at: clock.now())
        }
    }

    private static func check(_ configuration: GatewayConfiguration) throws(GatewayError) {
        try configuration.checkNames()
        for sum in configuration.sums { try configuration.check(sum) }
        try SerialPortUse.check(SerialPortUse.all(in: configuration))
        let names = Set(configuration.meterNames)
        for listener in configuration.listeners {
            var taken: [UInt8: String] = [:]
            for consumer in listener.consumers {
                if let other = taken[consumer.unit] {
                    throw .unitTakenTwice(consumer.unit, other, consumer.map.name)
                }
                taken[consumer.unit] = consumer.map.name
                guard names.contains(consumer.meter) else { throw .unknownMeter(consumer.meter) }
            }
        }
    }
}

extension GatewayConfiguration {
    fileprivate func checkNames() throws(GatewayError) {
        var taken: Set<String> = []
        for name in meterNames {
            guard taken.insert(name).inserted else { throw .nameTakenTwice(name) }
        }
    }

    fileprivate func check(_ sum: SumConfiguration) throws(GatewayError) {
        guard !sum.terms.isEmpty else { throw .emptySum(sum.name) }
        var named: Set<String> = []
        for part in sum.terms.map(\.meter) {
            if sums.contains(where: { $0.name == part }) { throw .sumOfSums(part, sum: sum.name) }
            let known = meters.map(\.name)
            guard known.contains(part) else { throw .unknownPart(part, sum: sum.name, known: known) }
            guard named.insert(part).inserted else { throw .partTwice(part, sum: sum.name) }
        }
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

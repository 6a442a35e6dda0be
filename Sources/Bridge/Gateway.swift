// SPDX-License-Identifier: Apache-2.0

import Inputs
package import Modbus
import NIOPosix
package import Outputs
import Registers
import ServiceLifecycle
package import Settings
import Synchronization

/// Meters in, Modbus out: everything that runs between them.
///
/// Making it binds the listeners and publishes what each unit answers before the first telegram, so that nobody ever gets a
/// number that no meter said.
package final class Gateway: Sendable {
    /// How often it is looked whether a meter has gone stale, to log it. The answers don't wait for that.
    private static let reportInterval = Duration.milliseconds(250)

    let server: ModbusServer
    let desk: SnapshotDesk
    let builder: PlantBuilder
    let clock: GatewayClock
    /// Seconds since 1970 UTC.
    let startedAt: Int64
    let observer: @Sendable (GatewayEvent) -> Void
    private let feed: UpdateFeed
    private let present: Mutex<Plant>
    /// The inputs and sums at work; `nil` while the gateway doesn't run.
    private let works = Mutex<[ObjectIdentifier: Task<Void, Never>]?>(nil)

    /// - Throws: `GatewayError` for contradictions in the configuration and for addresses and ports that can't be listened on.
    package init(
        _ configuration: GatewayConfiguration,
        outputs: [any Output] = [],
        clock: GatewayClock = .system,
        observer: @escaping @Sendable (GatewayEvent) -> Void
    ) throws(GatewayError) {
        try configuration.checkContradictions()
        let listenerIDs: [ListenerID]
        let server: ModbusServer
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
        let builder = PlantBuilder(desk: desk, feed: feed, clock: clock, observer: observer)
        present = Mutex(try builder.plant(configuration, listenerIDs))
        startedAt = clock.wallTime()
        self.server = server
        self.desk = desk
        self.feed = feed
        self.builder = builder
        self.clock = clock
        self.observer = observer
    }

    /// What is configured now, and runs.
    var plant: Plant {
        get { present.withLock { $0 } }
        set { present.withLock { $0 = newValue } }
    }

    /// In the order of the configuration.
    package var meters: [Meter] { plant.meters }

    /// Where it listens, with the ports that the system chose.
    package var listeners: [Listener] { server.listeners.map(\.listener) }

    /// Whether any meter is made up: then everything that shows the gateway says so.
    package var isSimulated: Bool { plant.configuration.meters.contains(where: \.isSimulated) }

    package var statistics: ServerStatistics { server.statistics }

    /// Who has asked the Modbus server for what.
    package func report() async -> ServerReport { await server.report() }

    /// Runs until the task is cancelled or a graceful shutdown begins. An input that is over leaves a meter that goes stale.
    ///
    /// - Throws: `GatewayError` when the server can't run.
    package func run() async throws {
        for listener in listeners { observer(.listening(listener)) }
        works.withLock { $0 = [:] }
        start(plant)
        let result = await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.reportStates() }
                group.addTask { await self.feed.run() }
                defer { group.cancelAll() }
                return await self.serve()
            }
        }
        let ended = works.withLock { works in
            defer { works = nil }
            return works ?? [:]
        }
        for work in ended.values { work.cancel() }
        for work in ended.values { await work.value }
        // Nobody is told anything any more: what was counted can be written to the end.
        let plant = plant
        for meter in plant.meters { await meter.close() }
        for sum in plant.sums { await sum.close() }
        try result.get()
    }

    /// Lets those meters and sums work that don't.
    func start(_ plant: Plant) {
        works.withLock { works in
            guard var running = works else { return }
            for (meter, configured) in zip(plant.meters, plant.configuration.meters)
            where running[ObjectIdentifier(meter)] == nil {
                running[ObjectIdentifier(meter)] = Task { await Gateway.read(configured, into: meter) }
            }
            for sum in plant.sums where running[ObjectIdentifier(sum)] == nil {
                running[ObjectIdentifier(sum)] = Task { await sum.run() }
            }
            works = running
        }
    }

    /// Ends the work of a meter or a sum; when it returns, nothing comes from it any more.
    func stop(_ actor: some Actor) async {
        let work = works.withLock { $0?.removeValue(forKey: ObjectIdentifier(actor)) }
        work?.cancel()
        await work?.value
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
        let plant = plant
        for meter in plant.meters { await meter.reportState(at: now) }
        for sum in plant.sums { await sum.reportState(at: now) }
    }

    private func reportStates() async {
        while (try? await Task.sleep(for: Gateway.reportInterval)) != nil {
            await reportStates(at: clock.now())
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Dashboard
import Inputs
import Metering
import Modbus
import Registers
import ServiceLifecycle
import Settings
import Synchronization
import Telegrams

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "A SIMULATED house with solar panels, served as three meters at once",
        discussion: """
            One telegram a second goes through the real decoder and out over real Modbus, and to the web page at \
            http://127.0.0.1:8080/. Read it with any client:
              meterbridge demo
              mbpoll -m tcp -p 1502 -a 1 -0 -r 100 -t 4:int -B -c 1 127.0.0.1       native map: power in W
              mbpoll -m tcp -p 1502 -a 2 -0 -r 52 -t 3:float -B -c 1 127.0.0.1      SDM630: power in W
              mbpoll -m tcp -p 1502 -a 3 -0 -r 40 -t 4:int -c 1 127.0.0.1           EM24: power in 0.1 W
            """
    )

    /// What the demo serves, and under which unit.
    private static let profiles: [(map: String, unit: UInt8)] = [
        ("native", 1), ("eastron-sdm630", 2), ("carlo-gavazzi-em24", 3),
    ]

    @Option(help: ArgumentHelp("Where to listen", valueName: "address:port"))
    var listen = "127.0.0.1:1502"

    @Option(help: ArgumentHelp("Where to serve the web page", valueName: "address:port"))
    var page = "127.0.0.1:8080"

    @Option(help: ArgumentHelp("Which house is simulated", valueName: "number"))
    var seed: UInt64 = 1

    func run() async throws {
        guard let address = ListenAddress(listen) else {
            throw failure(
                .usage,
                "'\(listen)' is no address to listen on; write ADDRESS:PORT, for example 127.0.0.1:1502"
            )
        }
        var configuration = GatewayConfiguration()
        configuration.meters = [
            MeterConfiguration(name: "house", input: .simulator(.dsmr5, seed: seed, speed: 1))
        ]
        var listener = ListenerConfiguration(.tcp(address))
        let library = MapLibrary.builtIn
        for profile in DemoCommand.profiles {
            do throws(MapLibraryError) {
                let map = try library.map(profile.map)
                listener.consumers.append(ConsumerConfiguration(meter: "house", map: map, unit: profile.unit))
            } catch {
                throw failure(.badConfiguration, error)
            }
        }
        configuration.listeners = [listener]
        let page: DashboardAddress
        do throws(DashboardAddressFault) {
            page = try DashboardAddress(self.page)
        } catch {
            throw failure(.usage, error)
        }
        let screen = DemoScreen()
        let gateway = try RunCommand.gateway(configuration) { screen.note($0) }
        screen.begin(gateway.listeners.compactMap(\.address), configuration.consumers)
        try await RunCommand.serve(
            gateway,
            beside: [
                DemoTicker(screen: screen, gateway: gateway), DemoPage(screen: screen, gateway: gateway, address: page),
            ]
        )
        screen.end()
    }
}

/// Serves the page at the address that was asked for or, where another program has that, at any free port.
private struct DemoPage: Service {
    let screen: DemoScreen
    let gateway: Gateway
    let address: DashboardAddress

    func run() async throws {
        do {
            try await serve(at: address)
        } catch DashboardError.portTaken {
            try await serve(at: DashboardAddress(host: address.host, port: 0))
        }
    }

    private func serve(at address: DashboardAddress) async throws {
        try await ViewOptions.page(gateway, at: address) { screen.announce("Web page  http://\($0)/") }.run()
    }
}

/// Draws the live line once a second.
private struct DemoTicker: Service {
    let screen: DemoScreen
    let gateway: Gateway

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(1))) != nil { screen.draw(gateway.statistics) }
        }
    }
}

/// The demo's terminal: a heading, and one line that is written over. Where there is no terminal the line comes every ten
/// seconds, so that no log is flooded.
private final class DemoScreen: Sendable {
    private struct State {
        var reading: Reading?
        var state = StatusValues.State.waiting
        var lastRequests: UInt64 = 0
        var lines = 0
    }

    private let state = Mutex(State())
    private let isTerminal = Terminal.isTerminal()

    func begin(_ addresses: [ListenAddress], _ consumers: [ConsumerConfiguration]) {
        let place = addresses.map(\.description).joined(separator: ", ")
        var text = "SIMULATED house with solar panels: nothing here is measured.\n\nModbus TCP on \(place)\n"
        var table = TextTable()
        for consumer in consumers { table.add("unit \(consumer.unit)", consumer.map.name, consumer.map.title) }
        text += table.text()
        if let port = addresses.first?.port {
            text += "\nTry it:  mbpoll -m tcp -p \(port) -a 1 -0 -r 100 -t 4:int -B -c 1 127.0.0.1\n"
        }
        Terminal.write(text + "Stop it: Ctrl-C\n\n")
    }

    /// A line that stays, above the live one.
    func announce(_ line: String) {
        Terminal.write(isTerminal ? "\r\u{1B}[K\(line)\n\n" : "\(line)\n\n")
    }

    func note(_ event: GatewayEvent) {
        switch event {
        case .accepted(_, let reading): state.withLock { $0.reading = reading }
        case .stateChanged(_, _, let new, _): state.withLock { $0.state = new }
        default: break
        }
    }

    func draw(_ statistics: ServerStatistics) {
        let line: String? = state.withLock { state in
            guard isTerminal || state.reading != nil else { return nil }
            defer {
                state.lastRequests = statistics.requests
                state.lines += 1
            }
            guard isTerminal || state.lines.isMultiple(of: 10) else { return nil }
            let rate = statistics.requests - min(state.lastRequests, statistics.requests)
            return DemoScreen.line(state.reading, state.state, statistics.openConnections, rate)
        }
        guard let line else { return }
        // Written over in place: carriage return, erase to the end of the line (ECMA-48, EL).
        Terminal.write(isTerminal ? "\r\u{1B}[K\(line.prefix(Terminal.columns - 1))" : line + "\n")
    }

    func end() {
        if isTerminal { Terminal.write("\n") }
    }

    private static func line(_ reading: Reading?, _ state: StatusValues.State, _ clients: Int, _ rate: UInt64) -> String
    {
        guard let reading else { return "SIMULATED  waiting for the first telegram" }
        let power = reading[.power] ?? .zero
        let direction = power.mantissa < 0 ? "exporting" : "importing"
        let watts = power.mantissa < 0 ? String(power.description.dropFirst()) : power.description
        let phases = Phase.allCases.compactMap { reading[$0.power]?.description }.joined(separator: " / ")
        return "SIMULATED  \(state)  \(direction) \(watts) W  (\(phases))  "
            + "in \(reading[.energyImport] ?? .zero) kWh  out \(reading[.energyExport] ?? .zero) kWh  "
            + "clients \(clients)  requests/s \(rate)"
    }
}

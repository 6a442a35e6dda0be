// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Dashboard
import Glibc
import Inputs
import Logging
import Modbus
import Notation
import Outputs
import Registers
import ServiceLifecycle
import Settings
import State
import Telegrams
import Threads
import UnixSignals

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Read a meter and serve it over Modbus TCP and RTU",
        discussion: """
            Examples:
              meterbridge run /dev/ttyUSB0 --as carlo-gavazzi-em24
              meterbridge run serial:/dev/ttyUSB0?settings=9600-7E1 --as native --as eastron-sdm630:2
              meterbridge run tcp://192.168.1.20:23 --as carlo-gavazzi-em24 --listen 0.0.0.0:1502
              meterbridge run /dev/ttyUSB0 --as eastron-sdm630 --state /var/lib/meterbridge
              meterbridge run file:evening.txt?every=1s --listen 127.0.0.1:1502
              meterbridge run /dev/ttyUSB0 --as chint-dtsu666 --listen serial:/dev/ttyUSB1?settings=9600-8N1
              meterbridge run /dev/ttyUSB0 --as eastron-sdm630 --listen rtu+tcp://0.0.0.0:4001 --listen 0.0.0.0:502
              meterbridge run /dev/ttyUSB0 --as eastron-sdm630 --print-config > house.conf
              meterbridge run --config house.conf --set page=127.0.0.1:8080

            Inverters that read their meter over RS-485 are served on a serial port, or through a converter to TCP that \
            hands on RTU frames. An adapter that doesn't turn from listening to sending by itself is turned by its driver \
            (&rs485=on) or by its RTS line (&rts=up or &rts=down).

            A control loop that polls faster than the meter speaks acts several times on one measurement, and swings. For such \
            a client, paced=800ms lets the answer wait for the next telegram, for at most 800 ms (10ms to 60s; stay below what \
            the client waits), and once=800ms only if the client has had this telegram's values already.

            A consumer can be told something else than the meter says: offset=50W adds to the power (offset=50W@l1 to \
            that of one phase), so that a zero-export control leaves 50 W of export, or with offset=-50W of import; scale=40 \
            multiplies what is measured through current transformers; phases=l2-l3-l1 tells the meter's L2 as L1.

            When telegrams stop, no consumer is given an old value: each register map says what it gets instead \
            (`meterbridge maps show NAME`). class=inverter, battery, charger, hems or plc chooses what suits such a device, and \
            stale="POLICY" anything else: silence, exception N, unavailable, "substitute NAME = VALUE ...", \
            "hold 10s then POLICY" or zero; waiting=, lost= and recovering= one state by itself.
              meterbridge run /dev/ttyUSB0 --as carlo-gavazzi-em24,class=battery
              meterbridge run /dev/ttyUSB0 --as 'socomec-countis-e27,stale="hold 10s then substitute current.l1 = 25 A"'
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A serial port, tcp://HOST:PORT, file:PATH[?every=1s], simulator:dsmr5, or - for standard input",
            valueName: "input"
        )
    )
    var input: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Serve the meter as this register map under this unit identifier; may be given several times",
            valueName:
                "MAP[:UNIT][,low-first][,paced=TIME|,once=TIME][,class=CLASS][,stale=POLICY][,offset=POWER][,scale=NUMBER][,phases=ORDER][,NAME=VALUE]"
        )
    )
    var requests: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Where to serve Modbus; may be given several times: ADDRESS:PORT for Modbus TCP, rtu+tcp://ADDRESS:PORT for \
            RTU frames over TCP, serial:PATH[?settings=9600-8N1][&rs485=on] for RTU on a serial port; by default 0.0.0.0:502
            """,
            valueName: "place"
        )
    )
    var listen: [String] = []

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "Take everything from this configuration file, or - for standard input; `meterbridge check` tells what it does",
            valueName: "file"
        )
    )
    var configurationFile: String?

    @Flag(help: "Print the configuration file that says the same as this command line, and end")
    var printConfig = false

    @OptionGroup var settings: ConfigurationOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var control: ControlOptions
    @OptionGroup var limits: LimitOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var views: ViewOptions

    @Option(help: ArgumentHelp("Telegrams must have a checksum: required, if-present or none", valueName: "policy"))
    var crc: ChecksumPolicy?

    @Option(
        help: ArgumentHelp(
            "IS, FI, IL …: the country whose clock the meter shows, by default central Europe",
            valueName: "code"
        )
    )
    var country: Country?

    @Option(
        help: ArgumentHelp(
            "The age up to which values are told, such as 10s; by default three periods",
            valueName: "time"
        )
    )
    var staleAfter: String?

    @Option(
        help: ArgumentHelp("trace, debug, info, notice, warning or error", valueName: "level"),
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else { throw ValidationError("'\(text)' is no log level.") }
            return level
        }
    )
    var logLevel = Logger.Level.info

    func run() async throws {
        let asked = try configurationFile.map { try self.configuration(inFile: $0) } ?? configurationOfFlags()
        if printConfig {
            Terminal.write(try text(of: asked))
            return
        }
        let configuration = asked.withStandardFolders
        for meter in configuration.meters { try RunCommand.checkRecording(meter.input) }
        var logger = Logger(label: "meterbridge") { _ in ConsoleLog() }
        logger.logLevel = logLevel
        // The same consumer may be served on several listeners.
        var told: Set<String> = []
        for warning in StartWarning.all(of: configuration) where told.insert(warning.message).inserted {
            logger.warning("\(warning.message)", metadata: ["remedy": "\(warning.remedy)"])
        }
        let log = GatewayLog(logger, configuration)
        if configuration.stateFolder == nil {
            for meter in configuration.meters where meter.keepsState {
                log.log(.state(meter: meter.name, .notKept(.noFolder)))
            }
        }
        let outputs = ViewOptions.outputs(configuration, logger)
        let gateway = try RunCommand.gateway(configuration, outputs) { log.log($0) }
        let desks = control.path.map { [ControlDesk(gateway: gateway, path: $0, logger: logger)] } ?? []
        let views = ViewOptions.services(configuration, gateway, logger)
        let reloading = configurationFile.flatMap { $0 == "-" ? nil : $0 }.map { path in
            [Reloading(file: settings.file(path), gateway: gateway, log: log, logger: logger)]
        }
        try await RunCommand.serve(gateway, beside: views + desks + (reloading ?? []))
    }

    /// A recording that can't be read never will be; a port or a gateway may come yet.
    private static func checkRecording(_ address: InputAddress) throws {
        guard case .recording(let path, _) = address, unsafe access(path, R_OK) != 0 else { return }
        let error = SystemError.last
        throw failure(
            .noInput,
            error.number == ENOENT
                ? InputFault.recordingMissing(path: path)
                : .failed(source: path, operation: "open", reason: error.text)
        )
    }

    static func gateway(
        _ configuration: GatewayConfiguration,
        _ outputs: [any Output] = [],
        _ observer: @escaping @Sendable (GatewayEvent) -> Void
    ) throws -> Gateway {
        do throws(GatewayError) {
            return try Gateway(configuration, outputs: outputs, observer: observer)
        } catch {
            if case .server = error { throw failure(.unavailable, error) }
            throw failure(.usage, error)
        }
    }

    /// Runs until SIGTERM or SIGINT.
    static func serve(_ gateway: Gateway, beside others: [any Service] = []) async throws {
        // A log that nobody reads any more must not end the service; Terminal.write takes the error instead.
        _ = signal(SIGPIPE, SIG_IGN)
        var quiet = Logger(label: "lifecycle") { _ in ConsoleLog() }
        quiet.logLevel = .error
        var configuration = ServiceGroupConfiguration(
            services: [GatewayService(gateway: gateway)] + others,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        // A client in the middle of a request does not hold the program up for longer.
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        let group = ServiceGroup(configuration: configuration)
        do {
            try await group.run()
        } catch let error as GatewayError {
            throw failure(.unavailable, error)
        } catch let error as DashboardError {
            throw failure(.unavailable, error)
        }
    }
}

/// The gateway as the lifecycle sees it.
private struct GatewayService: Service {
    let gateway: Gateway

    func run() async throws { try await gateway.run() }
}

extension ChecksumPolicy: ExpressibleByArgument {}

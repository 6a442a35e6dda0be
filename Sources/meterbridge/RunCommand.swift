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
            RTU frames over TCP, serial:PATH[?settings=9600-8N1][&rs485=on] for RTU on a serial port
            """,
            valueName: "place"
        )
    )
    var listen: [String] = ["0.0.0.0:502"]

    @OptionGroup var maps: MapOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var control: ControlOptions
    @OptionGroup var limits: LimitOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var views: ViewOptions

    @Option(help: ArgumentHelp("Telegrams must have a checksum: required, if-present or none", valueName: "policy"))
    var crc: ChecksumPolicy = .ifPresent

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
        let configuration = try configuration()
        var logger = Logger(label: "meterbridge") { _ in ConsoleLog() }
        logger.logLevel = logLevel
        for meter in configuration.meters { RunCommand.warn(of: meter, logger) }
        RunCommand.warn(of: configuration.listeners.flatMap(\.consumers), logger)
        let log = GatewayLog(logger)
        if configuration.stateFolder == nil {
            for meter in configuration.meters where meter.keepsState {
                log.log(.state(meter: meter.name, .notKept(.noFolder)))
            }
        }
        let gateway = try RunCommand.gateway(configuration, try views.outputs(logger)) { log.log($0) }
        let desks = control.path.map { [ControlDesk(gateway: gateway, path: $0, logger: logger)] } ?? []
        try await RunCommand.serve(gateway, beside: try views.services(gateway, logger) + desks)
    }

    private static func warn(of meter: MeterConfiguration, _ logger: Logger) {
        guard let limit = meter.staleAfter, limit > .seconds(60) else { return }
        logger.warning(
            "values are told for longer than a minute after the meter has fallen silent",
            metadata: ["meter": "\(meter.name)", "stale-after": "\(limit.notation)"]
        )
    }

    /// Numbers that the meter doesn't say are told only to those for whom somebody has asked for it.
    private static func warn(of consumers: [ConsumerConfiguration], _ logger: Logger) {
        var told: Set<UInt8> = []
        for consumer in consumers where consumer.failSafe.tellsNumbers && told.insert(consumer.unit).inserted {
            logger.warning(
                "a consumer is told numbers although the meter is silent, and takes them for what the meter says now",
                metadata: [
                    "unit": "\(consumer.unit)", "map": "\(consumer.map.name)", "fail-safe": "\(consumer.failSafe)",
                ]
            )
        }
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

    private func configuration() throws -> GatewayConfiguration {
        guard let input else { throw failure(.usage, noInput()) }
        let library = try maps.library()
        var configuration = GatewayConfiguration()
        var meter = MeterConfiguration(name: "meter", input: try address(input))
        try checkRecording(meter.input)
        meter.checksumPolicy = crc
        meter.staleAfter = try age()
        meter.standardOffset = country?.standardOffset
        meter.decryptor = try keys.decryptor(counterMustGrow: !meter.isRecording)
        configuration.meters = [meter]
        configuration.stateFolder = state.folder
        configuration.limits = limits.connectionLimits
        let consumers = try (requests.isEmpty ? ["native"] : requests).map { try consumer($0, meter.name, library) }
        configuration.listeners = try listen.map { text in
            do throws(ListenerRequestError) {
                return ListenerConfiguration(try ListenerRequest(text).listener, consumers: consumers)
            } catch {
                throw failure(.usage, error)
            }
        }
        return configuration
    }

    private func address(_ text: String) throws -> InputAddress {
        do throws(InputAddressFault) {
            return try InputAddress(text)
        } catch {
            throw failure(.usage, error)
        }
    }

    /// A recording that can't be read never will be; a port or a gateway may come yet.
    private func checkRecording(_ address: InputAddress) throws {
        guard case .recording(let path, _) = address, unsafe access(path, R_OK) != 0 else { return }
        let error = SystemError.last
        throw failure(
            .noInput,
            error.number == ENOENT
                ? InputFault.recordingMissing(path: path)
                : .failed(source: path, operation: "open", reason: error.text)
        )
    }

    private func age() throws -> Duration? {
        guard let staleAfter else { return nil }
        guard let age = Duration(notation: staleAfter), age >= .milliseconds(100) else {
            throw failure(
                .usage,
                "'\(staleAfter)' is no age; write a time of at least 100ms, for example --stale-after 10s"
            )
        }
        return age
    }

    private func consumer(_ text: String, _ meter: String, _ library: MapLibrary) throws -> ConsumerConfiguration {
        let request: ConsumerRequest
        do throws(ConsumerRequestError) {
            request = try ConsumerRequest(text)
        } catch {
            throw failure(.usage, error)
        }
        do throws(MapLibraryError) {
            return try request.consumer(of: meter, library)
        } catch {
            if case .faulty = error { throw failure(.badConfiguration, "the register map has faults\n\(error)") }
            throw failure(.usage, error)
        }
    }

    private func noInput() -> String {
        let ports = SerialPorts.found()
        guard !ports.isEmpty else {
            return "no input is named, and no serial port is there; plug the cable in, or see it work: meterbridge demo"
        }
        return "no input is named; serial ports found:\n" + ports.map { "  meterbridge run \($0)\n" }.joined()
    }
}

/// The gateway as the lifecycle sees it.
private struct GatewayService: Service {
    let gateway: Gateway

    func run() async throws { try await gateway.run() }
}

extension ChecksumPolicy: ExpressibleByArgument {}

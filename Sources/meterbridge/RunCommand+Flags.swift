// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Inputs
import Modbus
import Notation
import Outputs
import Registers
import Settings
import Telegrams

/// The configuration that the flags say.
extension RunCommand {
    /// What a command line calls its only meter.
    private static let meterName = "meter"

    func configurationOfFlags() throws -> GatewayConfiguration {
        guard settings.sets.isEmpty else {
            throw failure(.usage, "--set changes what a configuration file says; name one by --config")
        }
        guard let input else { throw failure(.usage, noInput()) }
        let library = try settings.maps.library()
        var configuration = GatewayConfiguration()
        var meter = MeterConfiguration(name: Self.meterName, input: try address(input))
        meter.checksumPolicy = crc ?? .ifPresent
        meter.staleAfter = try age()
        meter.country = country
        meter.decryptor = try keys.decryptor(counterMustGrow: !meter.isRecording)
        if printConfig { meter.keys = try keys.places() }
        configuration.meters = [meter]
        configuration.mapsFolder = settings.maps.maps
        configuration.stateFolder = state.state
        configuration.limits = limits.connectionLimits
        configuration.page = try views.address()
        configuration.mqtt = try views.broker()
        let consumers = try (requests.isEmpty ? ["native"] : requests).map { try consumer($0, meter.name, library) }
        configuration.listeners = try (listen.isEmpty ? ["0.0.0.0:502"] : listen).map { text in
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

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Dashboard
import Logging
import Outputs
import ServiceLifecycle
import Settings

/// Where the values go besides Modbus.
struct ViewOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve the web page, JSON and metrics here, such as 127.0.0.1:8080",
            valueName: "address:port"
        )
    )
    var page: String?

    @Option(help: ArgumentHelp("Tell an MQTT broker: mqtt://[USER@]HOST[:PORT][/PREFIX]", valueName: "url"))
    var mqtt: String?

    @Option(help: ArgumentHelp("A file with the password of the MQTT user", valueName: "path"))
    var mqttPasswordFile: String?

    /// The options that were given.
    var given: [String] {
        (page == nil ? [] : ["--page"]) + (mqtt == nil ? [] : ["--mqtt"])
            + (mqttPasswordFile == nil ? [] : ["--mqtt-password-file"])
    }

    func address() throws -> DashboardAddress? {
        guard let page else { return nil }
        do throws(DashboardAddressFault) {
            return try DashboardAddress(page)
        } catch {
            throw failure(.usage, error)
        }
    }

    func broker() throws -> BrokerConfiguration? {
        guard let mqtt else { return nil }
        do throws(MQTTAddressFault) {
            let file = mqttPasswordFile.map { PasswordFile(path: $0) }
            return BrokerConfiguration(try MQTTAddress(mqtt), passwordFile: file)
        } catch {
            throw failure(.usage, error)
        }
    }

    static func outputs(_ configuration: GatewayConfiguration, _ logger: Logger) -> [any Output] {
        guard let broker = configuration.mqtt else { return [] }
        let file = broker.passwordFile
        let output = MQTTOutput(
            broker.address,
            password: { () throws(PasswordFileFault) in try file?.password() },
            observer: { event in
                switch event {
                case .connected(let meter, let address):
                    logger.info("telling the MQTT broker", metadata: ["meter": "\(meter)", "broker": "\(address)"])
                case .disconnected(let meter, let fault):
                    logger.warning(
                        "the MQTT broker can't be told",
                        metadata: ["meter": "\(meter)", "reason": "\(fault)"]
                    )
                }
            }
        )
        return [output]
    }

    static func services(_ configuration: GatewayConfiguration, _ gateway: Gateway, _ logger: Logger) -> [any Service] {
        guard let address = configuration.page else { return [] }
        return [
            page(gateway, at: address) { address in
                logger.info("serving the page", metadata: ["address": "http://\(address)/"])
            }
        ]
    }

    static func page(
        _ gateway: Gateway,
        at address: DashboardAddress,
        _ onListening: @escaping @Sendable (DashboardAddress) -> Void
    ) -> DashboardServer {
        DashboardServer(
            address: address,
            onListening: onListening,
            view: { await gateway.view(version: Meterbridge.version) }
        )
    }
}

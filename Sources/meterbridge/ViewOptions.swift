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

    func outputs(_ logger: Logger) throws -> [any Output] {
        guard let mqtt else { return [] }
        let address: MQTTAddress
        do throws(MQTTAddressFault) {
            address = try MQTTAddress(mqtt)
        } catch {
            throw failure(.usage, error)
        }
        let file = mqttPasswordFile.map { PasswordFile(path: $0) }
        let output = MQTTOutput(
            address,
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

    func services(_ gateway: Gateway, _ logger: Logger) throws -> [any Service] {
        guard let page else { return [] }
        let address: DashboardAddress
        do throws(DashboardAddressFault) {
            address = try DashboardAddress(page)
        } catch {
            throw failure(.usage, error)
        }
        return [
            ViewOptions.page(gateway, at: address) { address in
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

// SPDX-License-Identifier: Apache-2.0

import Bridge
import Logging
import Notation
import ServiceLifecycle
import Settings
import UnixSignals

/// Reads the configuration file again whenever SIGHUP comes, and lets the gateway do what it says then. A faulty file is refused:
/// what is in force stays so.
struct Reloading: Service {
    let file: ConfigurationFile
    let gateway: Gateway
    let log: GatewayLog
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { await reload() }
    }

    private func reload() async {
        do throws(ConfigurationFileFault) {
            let (configuration, warnings) = try file.load()
            for warning in warnings { logger.warning("\(warning.rendered())") }
            await apply(configuration.withStandardFolders)
        } catch {
            refuse("\(error)")
        }
    }

    private func apply(_ configuration: GatewayConfiguration) async {
        do throws(GatewayError) {
            let reload = try await gateway.apply(configuration)
            log.follow(configuration)
            var facts: Logger.Metadata = ["file": "\(file.path)"]
            let lists = [
                ("begun", reload.begun), ("ended", reload.ended), ("opened", reload.opened), ("closed", reload.closed),
            ]
            for (name, list) in lists where !list.isEmpty { facts[name] = .array(list.map { "\($0)" }) }
            logger.notice("the changed configuration is in force", metadata: facts)
            if !reload.atNextStart.isEmpty {
                logger.warning(
                    "some of the configuration holds only when the program is started again",
                    metadata: ["sections": .array(reload.atNextStart.map { "\($0)" })]
                )
            }
        } catch {
            refuse("\(error)")
        }
    }

    private func refuse(_ reason: String) {
        logger.error(
            "the changed configuration of \(file.path) is refused, and the one before stays in force\n\(reason)"
        )
    }
}

extension GatewayConfiguration {
    /// With the folder that the environment names where the configuration names none.
    var withStandardFolders: GatewayConfiguration {
        var configuration = self
        configuration.stateFolder = stateFolder ?? StateOptions.standardFolder
        return configuration
    }
}

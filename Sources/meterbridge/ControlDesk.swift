// SPDX-License-Identifier: Apache-2.0

import Bridge
import Control
import JSON
import Logging
import Notation
import Registers
import ServiceLifecycle
import Settings

/// Does what the owner of a running gateway asks for at its socket.
struct ControlDesk: Service {
    let gateway: Gateway
    let path: String
    let logger: Logger

    /// A gateway whose socket can't be had serves all the same.
    func run() async throws {
        let server = ControlServer(path: path) { request in await answer(request) }
        await cancelWhenGracefulShutdown {
            do {
                try await server.run {
                    logger.info("taking orders", metadata: ["socket": "\(path)"])
                }
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("no orders can be given: there is no drill", metadata: ["reason": "\(error)"])
                // A service that ends would end the others.
                await untilCancelled()
            }
        }
    }

    private func untilCancelled() async {
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
    }

    private func answer(_ request: ControlRequest) async -> ControlAnswer {
        switch request.order {
        case .drill(let name, let time):
            do throws(DrillFault) {
                let drill = try gateway.beginDrill(of: name, for: time)
                return ControlAnswer(.done(begun(drill, request.format))) {
                    try? await Task.sleep(for: drill.time, clock: .continuous)
                    gateway.end(drill)
                    return .done(ended(drill, request.format))
                }
            } catch {
                return ControlAnswer(.refused("\(error)"))
            }
        }
    }

    private func begun(_ drill: Drill, _ format: ControlRequest.Format) -> String {
        switch format {
        case .text:
            let count = drill.participants.count
            let heading =
                "Drill: for \(drill.time.notation), \(count == 1 ? "one consumer is" : "\(count) consumers are") "
                + "answered as if the meter had fallen silent:"
            let lines = drill.participants.map { "  \($0): \($0.consumer.failSafe)" }
            return ([heading] + lines + ["Stop it: Ctrl-C"]).joined(separator: "\n")
        case .json: return json(drill, event: "begun")
        }
    }

    private func ended(_ drill: Drill, _ format: ControlRequest.Format) -> String {
        switch format {
        case .text: "The drill is over; consumers are told what the meter says."
        case .json: json(drill, event: "ended")
        }
    }

    private func json(_ drill: Drill, event: String) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("event", event)
            json.member("name", drill.name)
            json.key("consumers")
            json.array { json in
                for participant in drill.participants {
                    json.object { json in
                        json.member("listener", participant.listener)
                        json.member("unit", Int(participant.consumer.unit))
                        json.member("map", participant.consumer.map.name)
                        json.member("meter", participant.consumer.meter)
                        json.member("policy", "\(participant.consumer.failSafe)")
                    }
                }
            }
            json.member("milliseconds", drill.time.milliseconds)
        }
        return json.text
    }
}

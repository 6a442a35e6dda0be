// SPDX-License-Identifier: Apache-2.0

import Foundation

/// `mosquitto_sub`, an MQTT client that isn't ours.
struct Subscriber {
    /// What it was sent.
    struct Message: Equatable {
        /// Whether the broker had kept it from before.
        let isRetained: Bool
        let topic: String
        let payload: String
    }

    private let process = Process()
    private let lines = ProcessLines()

    /// Returns once the broker has confirmed the subscription.
    init(to broker: Broker, user: (name: String, password: String)? = nil) async throws {
        // It keeps its lines back otherwise when nobody reads them on a terminal.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/stdbuf")
        process.arguments =
            [
                "-oL", "/usr/bin/mosquitto_sub", "-d", "-h", "127.0.0.1", "-p", "\(broker.port)", "-q", "1", "-t",
                "home/#", "-F", "MESSAGE %r %t %p",
            ]
            + (user.map { ["-u", $0.name, "-P", $0.password] } ?? [])
        process.standardOutput = lines.pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        _ = try await lines.first { $0.hasPrefix("Subscribed ") }
    }

    func next() async throws -> Message {
        let line = try await lines.first { $0.hasPrefix("MESSAGE ") }
        let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { throw ProcessLines.Ended() }
        return Message(isRetained: parts[1] == "1", topic: parts[2], payload: parts[3])
    }

    func stop() {
        process.stopAtOnce()
    }
}

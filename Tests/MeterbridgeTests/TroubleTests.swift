// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite(
    "Whatever happens at its input, no consumer gets a live value that is older than its limit",
    .serialized,
    .timeLimit(.minutes(3))
)
struct TroubleTests {
    /// Values are told for so long, and by the consumer that holds them for so long more, in milliseconds.
    private static let (limit, hold) = (400, 300)
    /// A telegram is stamped before it is on the wire and its age is taken after the answer: a busy machine takes its time for both.
    private static let delivery = 150

    /// What `Clients/stale_hunter.py` has seen at one unit.
    private struct Prey: Decodable {
        let worst: Int
        let told: Int
        let refused: Int
        let isTold: Bool
        let faults: [String]
    }

    private static let map = "table holding\n0 u32 energy.import in Wh\n2 u32 status.time in s\n"

    /// The trouble at a wire of this kind, as both consumers have seen it.
    ///
    /// - Parameter shiftFile: what shifts the gateway's wall clock.
    private func hunt(_ trouble: String, _ wire: String, shiftFile: String? = nil) async throws -> [Prey] {
        let folder = try TemporaryFolder()
        _ = try folder.write("age.map", Self.map)
        let hunter = try Program([TestTools.path("python"), PythonClient.path("stale_hunter"), wire, trouble])
        let address = await hunter.output.first { $0.contains(":") }
        let gateway = try await RunningGateway(
            [
                "run", address, "--maps", folder.path, "--stale-after", "\(Self.limit)ms",
                "--as", #"age:1,stale="exception 4""#, "--as", #"age:2,stale="hold \#(Self.hold)ms then exception 4""#,
            ],
            through: shiftFile.map { Faketime.launcher(shiftFile: $0) } ?? []
        )
        let line = "\(gateway.port) \(gateway.program.identifier) \(shiftFile ?? "")\n"
        try hunter.write(Array(line.utf8))
        let result = await hunter.output.first { $0.hasPrefix("[") }
        await gateway.stop()
        try #require(!result.isEmpty, "\(hunter.errors.text)\n\(gateway.program.errors.text)")
        return try JSONDecoder().decode([Prey].self, from: Data(result.utf8))
    }

    private func expect(_ prey: [Prey], _ what: String) {
        print(
            "\(what): worst age told \(prey[0].worst) ms of \(Self.limit), held \(prey[1].worst) ms of \(Self.limit + Self.hold)"
        )
        for (prey, limit) in zip(prey, [Self.limit, Self.limit + Self.hold]) {
            #expect(prey.faults == [])
            #expect(prey.worst <= limit + Self.delivery, "\(what)")
            #expect(prey.told > 10, "\(what)")
            #expect(prey.isTold, "\(what) was never over")
        }
        #expect(prey[0].refused > 0, "\(what) was not noticed")
    }

    @Test(
        "Silence, copies, garbage, damage, a wrong clock, a suspended gateway, a backlog",
        arguments: [
            "silent", "frozen", "garbage", "wrong_checksums", "one_good_in_five", "clock_backwards", "suspended",
            "briefly_suspended", "backlog",
        ],
        ["pty", "tcp"]
    )
    func trouble(trouble: String, wire: String) async throws {
        expect(try await hunt(trouble, wire), "\(trouble) by \(wire)")
    }

    @Test("The gateway's wall clock leaps by hours")
    func wallClock() async throws {
        let folder = try TemporaryFolder()
        let shift = try folder.write("shift", "+0")

        expect(try await hunt("wall_clock", "tcp", shiftFile: shift), "wall_clock by tcp")
    }
}

/// libfaketime, from Debian: shifts the wall clock of one program while it runs.
enum Faketime {
    /// What starts a program whose wall clock is shifted by what a file says, such as `+5h`. The monotonic clocks stay as they are.
    static func launcher(shiftFile: String) -> [String] {
        [
            "/usr/bin/env", "LD_PRELOAD=\(TestTools.folder)/faketime/libfaketime.so.1",
            "FAKETIME_TIMESTAMP_FILE=\(shiftFile)", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1",
            // The library changes the environment of the first program it is in, where Swift looks for the arguments.
            "/usr/bin/env",
        ]
    }
}

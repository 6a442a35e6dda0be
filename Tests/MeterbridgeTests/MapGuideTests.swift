// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The guide to register maps", .timeLimit(.minutes(2)))
struct MapGuideTests {
    /// Where the guide's commands are given.
    private let folder = try? TemporaryFolder()

    @Test("Whoever saves its files and gives its commands, one after the other, sees what it prints")
    func session() async throws {
        // Given a reader who begins in an empty folder
        let folder = try #require(folder)
        var gateway: RunningGateway?
        var count = 0

        for block in try MapGuide().blocks {
            switch block {
            case .file(let name, let text):
                let parent = URL(fileURLWithPath: "\(folder.path)/\(name)").deletingLastPathComponent()
                try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                _ = try folder.write(name, text)
            case .map(let text):
                let check = [RunningGateway.executable, "maps", "check", "--strict", "-"]
                let (status, _, errors) = try await Program.run(check, input: Array(text.utf8))
                #expect(status == 0, "\(text)\n\(errors)")
            case .console(let commands):
                for (command, expected) in commands {
                    count += 1
                    if command.hasPrefix("meterbridge run") {
                        // When the gateway is started as the guide says, save for its port
                        await gateway?.stop()
                        gateway = try await serve(command, folder)
                        continue
                    }
                    // Then every other command prints what stands below it
                    let lines = try await output(of: command, port: gateway?.port)
                    #expect(MapGuide.isPrinted(lines, as: expected), "\(command)\n\(lines.joined(separator: "\n"))")
                }
            }
        }
        await gateway?.stop()
        #expect(count >= 12)
    }

    private func serve(_ command: String, _ folder: TemporaryFolder) async throws -> RunningGateway {
        try #require(command.contains("--listen 127.0.0.1:1502"))
        let own = command.replacing("--listen 127.0.0.1:1502", with: "--listen 127.0.0.1:0 --state state")
        let gateway = try await RunningGateway(Program(shell(own)), state: folder)
        await gateway.awaitState(command.contains("--stale-after") ? "stale" : "fresh")
        return gateway
    }

    /// What a command writes, its errors last, without the empty lines at the end.
    private func output(of command: String, port: Int?) async throws -> [String] {
        var own = command
        if command.hasPrefix("mbpoll") { own = command.replacing("-p 1502", with: "-p \(try #require(port))") }
        let (_, output, errors) = try await Program.run(shell(own))
        var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty ?? false { lines.removeLast() }
        let faults = errors.split(separator: "\n").map(String.init)
        // `maps check` tells its faults before it sums them up.
        return command.hasPrefix("meterbridge maps check") ? faults + lines : lines + faults
    }

    private func shell(_ command: String) -> [String] {
        let program = command.hasPrefix("meterbridge ") ? "'\(RunningGateway.executable)'" : nil
        let own = program.map { $0 + command.dropFirst("meterbridge".count) } ?? command
        return ["/bin/sh", "-c", "cd '\(folder?.path ?? "")' && exec \(own)"]
    }
}

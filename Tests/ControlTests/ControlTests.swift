// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Control

@Suite("Orders to a running gateway", .serialized)
struct ControlTests {
    @Test(
        "The socket is where the service's folder, the user's or the system's is",
        arguments: [
            (
                ["RUNTIME_DIRECTORY": "/run/a:/run/b", "XDG_RUNTIME_DIR": "/run/user/1"], UInt32(1),
                "/run/a/control.sock"
            ),
            (["XDG_RUNTIME_DIR": "/run/user/1"], 0, "/run/user/1/meterbridge/control.sock"),
            (["XDG_RUNTIME_DIR": "relative"], 0, "/run/meterbridge/control.sock"),
            ([:], 0, "/run/meterbridge/control.sock"), ([:], 1000, nil),
        ]
    )
    func path(environment: [String: String], user: UInt32, expected: String?) {
        #expect(ControlSocket.path(user: user) { environment[$0] } == expected)
    }

    @Test("An order is read as it is written, a name with blanks too")
    func request() throws {
        let request = ControlRequest(.drill(name: "the house", time: .seconds(90)), .json)
        #expect(try ControlRequest(line: request.line) == request)
    }

    @Test(
        "What is no order is refused in words",
        arguments: [
            "", "drill", "text drill 60 house", "text drill 0s house", "xml drill 60s house", "text stop 1s house",
        ]
    )
    func noOrder(line: String) {
        #expect(throws: ControlFault.badRequest(line)) { try ControlRequest(line: line) }
    }

    @Test("An order is done, what goes on is told when it ends, and only the owner can open the socket")
    func drill() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/run/control.sock"
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        try await serving(path) { request in
            #expect(request == ControlRequest(.drill(name: "house", time: .seconds(60)), .text))
            return ControlAnswer(.done("begun")) {
                for await _ in gate { break }
                return .done("ended")
            }
        } during: {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let replies = try await order(ControlRequest(.drill(name: "house", time: .seconds(60)), .text), at: path) {
                opening.yield()
            }
            #expect(replies == [.done("begun"), .done("ended")])
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("Whoever goes away ends what he has begun")
    func goingAway() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/control.sock"
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        try await serving(path) { _ in
            ControlAnswer(.done("begun")) {
                try? await Task.sleep(for: .seconds(600))
                end.yield()
                return .done("ended")
            }
        } during: {
            let request = ControlRequest(.drill(name: "house", time: .seconds(60)), .text)
            let replies = try await order(request, at: path, replies: 1)
            #expect(replies == [.done("begun")])
            // Awaited: the exercise was cancelled.
            for await _ in ends { break }
        }
    }

    @Test("Two gateways can't take orders at one socket, and what one that was killed left behind is no hindrance")
    func taken() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/control.sock"
        try await serving(path) { _ in
            ControlAnswer(.done(""))
        } during: {
            await #expect(throws: ControlFault.taken(path: path)) {
                try await ControlServer(path: path) { _ in ControlAnswer(.done("")) }.run()
            }
        }
        // A socket file that nobody listens at.
        #expect(throws: ControlFault.nobody(path: path)) { _ = try ControlConnection(path: path) }
    }

    private func serving(
        _ path: String,
        _ answer: @escaping @Sendable (ControlRequest) async -> ControlAnswer,
        during work: () async throws -> Void
    ) async throws {
        let (listening, told) = AsyncStream.makeStream(of: Void.self)
        let server = Task { try await ControlServer(path: path, answer: answer).run { told.yield() } }
        for await _ in listening { break }
        let result: Result<Void, any Error>
        do {
            result = .success(try await work())
        } catch {
            result = .failure(error)
        }
        server.cancel()
        _ = await server.result
        try result.get()
    }

    /// The first replies to an order, whose waiting blocks a thread of its own.
    private func order(
        _ request: ControlRequest,
        at path: String,
        replies count: Int = 3,
        afterFirst: @escaping @Sendable () -> Void = {}
    ) async throws -> [ControlReply] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        var connection = try ControlConnection(path: path)
                        try connection.send(request)
                        var replies: [ControlReply] = []
                        while replies.count < count, let reply = try connection.reply() {
                            replies.append(reply)
                            if replies.count == 1 { afterFirst() }
                        }
                        return replies
                    }
                )
            }
        }
    }
}

/// A folder that is there as long as a test runs.
private struct TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "meterbridge-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

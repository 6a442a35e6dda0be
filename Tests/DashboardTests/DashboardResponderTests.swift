// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing

@testable import Dashboard

@Suite("Requests and answers")
struct DashboardResponderTests {
    private func answer(
        _ path: String,
        host: String? = "localhost:8080",
        method: HTTPRequest.Method = .get,
        view: GatewayView = Views.gateway(.fresh)
    ) async throws -> (response: Response, text: String) {
        let feed = EventFeed(interval: .seconds(1)) { view }
        let responder = DashboardResponder(hosts: HostRule(DashboardAddress(), names: []), feed: feed) { view }
        let request = HTTPRequest(method: method, scheme: "http", authority: host, path: path)
        let response = await responder.respond(to: request)
        guard response.body.contentLength != nil else { return (response, "") }
        let collected = Collected()
        try await response.body.write(Collecting(into: collected))
        return (response, String(buffer: collected.buffer))
    }

    @Test("The page is complete in itself: its nonce fits its policy, and it names no other place")
    func page() async throws {
        let (response, html) = try await answer("/")

        let policy = try #require(response.headers[.contentSecurityPolicy])
        let nonce = try #require(policy.firstMatch(of: /script-src 'nonce-([0-9a-f]+)'/)).1
        #expect(response.status == .ok)
        #expect(policy.hasPrefix("default-src 'none';"))
        #expect(html.contains("<script nonce=\"\(nonce)\">"))
        #expect(html.contains("<style nonce=\"\(nonce)\">"))
        #expect(!html.contains("{{"))
        #expect(html.matches(of: /(?:src|href)="(?!api\/|metrics"|data:)/).isEmpty)
        #expect(html.matches(of: /https?:\/\/(?!www\.w3\.org\/2000\/svg)/).isEmpty)
        #expect(html.matches(of: /\sstyle="/).isEmpty)
        #expect(html.matches(of: /\son[a-z]+="/).isEmpty)
        #expect(!html.contains("innerHTML"))
    }

    @Test("Each page has another nonce")
    func nonces() async throws {
        let first = try await answer("/").response.headers[.contentSecurityPolicy]
        let second = try await answer("/").response.headers[.contentSecurityPolicy]

        #expect(first != second)
    }

    @Test(
        "Every answer keeps other pages and caches out",
        arguments: ["/", "/api/v1/status", "/metrics", "/healthz", "/nothing"]
    )
    func headers(path: String) async throws {
        let headers = try await answer(path).response.headers

        #expect(headers[.cacheControl] == "no-store")
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[try #require(HTTPField.Name("Cross-Origin-Resource-Policy"))] == "same-origin")
        #expect(headers[.accessControlAllowOrigin] == nil)
        #expect(headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
    }

    @Test(
        "A foreign Host gets nothing, whatever it asks for",
        arguments: ["/", "/api/v1/status", "/api/v1/events", "/metrics", "/healthz", "/api/v1/meters/house/telegram"]
    )
    func foreignHost(path: String) async throws {
        let (response, text) = try await answer(path, host: "evil.example")

        #expect(response.status == .misdirectedRequest)
        #expect(!text.contains("house"))
    }

    @Test("A request without a Host is refused")
    func noHost() async throws {
        #expect(try await answer("/", host: nil).response.status == .badRequest)
    }

    @Test("Nothing can be changed", arguments: [HTTPRequest.Method.post, .put, .delete, .patch, .options])
    func methods(method: HTTPRequest.Method) async throws {
        let response = try await answer("/api/v1/status", method: method).response

        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "GET, HEAD")
    }

    @Test("HEAD gets the headers of GET and no body")
    func head() async throws {
        let (response, text) = try await answer("/metrics", method: .head)

        #expect(text.isEmpty)
        #expect(response.headers[.contentLength] == "\(Views.gateway(.fresh).metrics.utf8.count)")
    }

    @Test("A query behind a path changes nothing")
    func query() async throws {
        #expect(try await answer("/healthz?x=/../y").text == "ok\n")
    }

    @Test(
        "Paths that aren't there are not found",
        arguments: [
            "/x", "//", "/api/v1/status/", "/api/v1", "/../", "/api/v1/meters/house", "/api/v1/meters//telegram", "*",
            "",
        ]
    )
    func notFound(path: String) async throws {
        #expect(try await answer(path).response.status == .notFound)
    }

    @Test(
        "A stale meter leaves the gateway ready, and is told of",
        arguments: [MeterView.State.stale, .lost, .waiting]
    )
    func readiness(state: MeterView.State) async throws {
        let (response, text) = try await answer("/readyz", view: Views.gateway(state))

        #expect(response.status == .ok)
        #expect(text == "ready\nhouse: \(state.rawValue)\n")
    }

    @Test("The last telegram comes as it was sent, also of a meter whose name has to be encoded")
    func telegram() async throws {
        var view = Views.gateway(.fresh)
        view.meters[0].name = "Gämla húsið/1"
        let (response, text) = try await answer("/api/v1/meters/G%C3%A4mla%20h%C3%bAsi%C3%B0%2F1/telegram", view: view)

        #expect(response.status == .ok)
        #expect(text == view.meters[0].telegram)
        #expect(response.headers[.contentType] == "text/plain; charset=utf-8")
    }

    @Test("A name that is wrongly encoded names no meter", arguments: ["%", "%4", "%zz", "%FF", "+"])
    func badEncoding(name: String) async throws {
        #expect(try await answer("/api/v1/meters/\(name)/telegram").response.status == .notFound)
    }

    @Test("A meter that has sent no telegram says so")
    func noTelegram() async throws {
        var view = Views.gateway(.waiting)
        view.meters[0].telegram = nil
        let (response, text) = try await answer("/api/v1/meters/house/telegram", view: view)

        #expect(response.status == .notFound)
        #expect(text == "This meter has sent no telegram yet.\n")
    }
}

/// What a body wrote.
private final class Collected {
    var buffer = ByteBuffer()
}

private struct Collecting: ResponseBodyWriter {
    let collected: Collected

    init(into collected: Collected) { self.collected = collected }

    func write(_ buffer: ByteBuffer) async throws { collected.buffer.writeImmutableBuffer(buffer) }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

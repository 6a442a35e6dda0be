// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import NIOCore

/// What is answered to which request. Everything is read-only, and meant for this server's own page and for programs that
/// aren't web pages: no other origin is let in.
struct DashboardResponder: Sendable {
    private let hosts: HostRule
    private let view: @Sendable () async -> GatewayView
    private let feed: EventFeed
    private let page = Page()

    init(hosts: HostRule, feed: EventFeed, view: @escaping @Sendable () async -> GatewayView) {
        self.hosts = hosts
        self.feed = feed
        self.view = view
    }

    func respond(to request: HTTPRequest) async -> Response {
        guard let authority = request.authority, !authority.isEmpty else {
            return text(.badRequest, "The request has no Host header.\n")
        }
        guard hosts.accepts(authority) else {
            return text(
                .misdirectedRequest,
                "This page is not served under the name it was asked for. Use the address it listens on, or add the name.\n"
            )
        }
        guard request.method == .get || request.method == .head else {
            var response = text(.methodNotAllowed, "Only GET and HEAD are answered here.\n")
            response.headers[.allow] = "GET, HEAD"
            return response
        }
        let path = (request.path ?? "/").prefix { $0 != "?" }
        let response = await response(
            path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        )
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func response(_ path: [String]) async -> Response {
        switch path {
        case [""]: pageResponse()
        case ["api", "v1", "status"]: response(.ok, "application/json", bytes: await view().json)
        case ["api", "v1", "requests"]: response(.ok, "application/json", bytes: await view().modbus.requestsJSON)
        case ["api", "v1", "episodes"]: response(.ok, "application/json", bytes: await view().episodesJSON)
        case ["api", "v1", "events"]: await eventResponse()
        case ["metrics"]:
            // The media type of the text format, as Prometheus asks for it.
            response(.ok, "text/plain; version=0.0.4; charset=utf-8", bytes: await view().metrics.utf8)
        case ["healthz"]: text(.ok, "ok\n")
        case ["readyz"]: await readiness()
        default:
            if path.count == 5, path[..<3] == ["api", "v1", "meters"], path[4] == "telegram" {
                await telegram(of: path[3])
            } else {
                text(.notFound, "There is nothing here. Try /, /api/v1/status, /metrics, /healthz or /readyz.\n")
            }
        }
    }

    private func pageResponse() -> Response {
        let nonce = Page.makeNonce()
        var response = response(.ok, "text/html; charset=utf-8", bytes: page.html(nonce: nonce).utf8)
        response.headers[.contentSecurityPolicy] = Page.contentSecurityPolicy(nonce: nonce)
        return response
    }

    /// Ready is who serves. That a meter is stale is told, but is no reason to send clients elsewhere.
    private func readiness() async -> Response {
        let old = await view().meters.filter { !$0.isFresh }.map { "\($0.name): \($0.state.rawValue)\n" }
        return text(.ok, "ready\n" + old.joined())
    }

    private func telegram(of encodedName: String) async -> Response {
        let meters = await view().meters
        guard let name = encodedName.percentDecoded, let meter = meters.first(where: { $0.name == name }) else {
            return text(.notFound, "There is no meter of this name.\n")
        }
        if meter.parts != nil { return text(.notFound, "This is a sum of meters; it has no telegrams of its own.\n") }
        guard let telegram = meter.telegram else { return text(.notFound, "This meter has sent no telegram yet.\n") }
        return text(.ok, telegram)
    }

    private func eventResponse() async -> Response {
        guard let events = feed.watch() else {
            var response = text(.serviceUnavailable, "Too many watch already.\n")
            response.headers[.retryAfter] = "10"
            return response
        }
        let first = await feed.event()
        let body = ResponseBody { writer in
            // The page comes back by itself this many milliseconds after a broken connection.
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
            try await writer.write(first)
            for await event in events { try await writer.write(event) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers("text/event-stream"), body: body)
    }

    private func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        response(status, "text/plain; charset=utf-8", bytes: text.utf8)
    }

    private func response(_ status: HTTPResponse.Status, _ type: String, bytes: some Sequence<UInt8>) -> Response {
        Response(status: status, headers: headers(type), body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// What keeps other pages and caches out of it.
    private func headers(_ type: String) -> HTTPFields {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        for (name, value) in DashboardResponder.isolation { headers[name] = value }
        return headers
    }

    private static let isolation: [HTTPField.Name: String] = [
        ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ].reduce(into: [:]) { fields, field in
        if let name = HTTPField.Name(field.0) { fields[name] = field.1 }
    }
}

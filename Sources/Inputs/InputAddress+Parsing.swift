// SPDX-License-Identifier: Apache-2.0

import Glibc
import Notation

extension InputAddress {
    /// The kinds an address may begin with.
    private enum Kind: String, CaseIterable {
        case serial
        case tcp
        case file
        case simulator
        // Planned: known, so that they are refused by name and not as misspelled.
        case mqtt
        case http
        case https
    }

    /// Reads an address in one piece, options after a `?` and between `&`.
    ///
    /// - Parameters:
    ///   - text: the address, such as `serial:/dev/ttyUSB0?settings=9600-7E1`.
    ///   - kindOfPath: looks a path up; nil when there is none. Only asked about a path without a kind.
    package init(
        _ text: String,
        kindOfPath: (String) -> PathKind? = Self.kindOfPath
    ) throws(InputAddressFault) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count == 2 ? parts[1] : ""
        let options = query.split(separator: "&").map(String.init)
        try self.init(location: String(parts.first ?? ""), options: options, kindOfPath: kindOfPath)
    }

    /// Reads an address whose options stand apart, as in the configuration.
    ///
    /// - Parameters:
    ///   - location: the address without options, such as `serial:/dev/ttyUSB0`.
    ///   - options: `name=value` each.
    ///   - kindOfPath: looks a path up; nil when there is none. Only asked about a path without a kind.
    package init(
        location: String,
        options: [String],
        kindOfPath: (String) -> PathKind? = Self.kindOfPath
    ) throws(InputAddressFault) {
        guard !location.isEmpty else { throw InputAddressFault(.empty, culprit: location) }
        if location == "-" {
            _ = try InputOptions(options, of: "Standard input", known: [], example: "-")
            self = .standardInput
            return
        }
        // A kind is a word before a colon; a colon behind a slash or a dot belongs to a path.
        let word = location.prefix { $0.isASCII && $0.isLetter }
        guard location[word.endIndex...].hasPrefix(":") else {
            self = try Self.path(location, options, kindOfPath)
            return
        }
        let rest = String(location[word.endIndex...].dropFirst())
        switch Kind(rawValue: word.lowercased()) {
        case .serial: self = try .serial(rest, options)
        case .tcp: self = try .tcp(rest, options)
        case .file: self = try .recording(rest, options)
        case .simulator: self = try .simulator(rest, options)
        case .mqtt, .http, .https: throw InputAddressFault(.notBuilt, culprit: word + ":")
        case nil:
            if kindOfPath(location) != nil {
                self = try Self.path(location, options, kindOfPath)
                return
            }
            let nearest = Spelling.nearest(to: String(word), in: Kind.allCases.map(\.rawValue))
            throw InputAddressFault(.unknownKind(nearest: nearest.map { $0 + ":" }), culprit: word + ":")
        }
    }

    /// Looks a path up in the file system, links followed.
    package static func kindOfPath(_ path: String) -> PathKind? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFCHR: .characterDevice
        case S_IFDIR: .folder
        default: .other
        }
    }

    private static func path(
        _ path: String,
        _ options: [String],
        _ kindOfPath: (String) -> PathKind?
    ) throws(InputAddressFault) -> Self {
        switch kindOfPath(path) {
        case .characterDevice: try serial(path, options)
        case .other: try recording(path, options)
        case .folder: throw InputAddressFault(.isFolder, culprit: path, example: "file:recording.txt")
        // An adapter that isn't plugged in yet.
        case nil where path.hasPrefix("/dev/"): try serial(path, options)
        case nil: throw InputAddressFault(.noSuchPath, culprit: path)
        }
    }

    private static func serial(_ path: String, _ texts: [String]) throws(InputAddressFault) -> Self {
        let example = "serial:/dev/ttyUSB0?settings=9600-7E1&request=rts"
        let options = try InputOptions(texts, of: "serial:", known: ["settings", "request"], example: example)
        guard !path.isEmpty else {
            throw InputAddressFault(.lacksLocation(of: "the path of the port"), culprit: "serial:", example: example)
        }
        let settings = try options.value(
            "settings",
            expected: "SPEED-DPS: speed, data bits, parity (N, E or O), stop bits",
            names: ["115200-8N1", "9600-7E1", "9600-7N1"],
            SerialSettings.init
        )
        let lines = RequestLine.allCases.map(\.rawValue)
        let request = try options.value(
            "request",
            expected: "one of rts, dtr, both and none",
            names: lines,
            RequestLine.init(rawValue:)
        )
        return .serial(path: path, settings: settings ?? .standard, request: request ?? .both)
    }

    private static func tcp(_ location: String, _ texts: [String]) throws(InputAddressFault) -> Self {
        let example = "tcp://192.168.1.20:23"
        let options = try InputOptions(texts, of: "tcp:", known: ["silence"], example: example)
        guard location.hasPrefix("//") else {
            throw InputAddressFault(.lacksLocation(of: "the // before its host"), culprit: "tcp:", example: example)
        }
        var endpoint = location.dropFirst(2)
        if endpoint.hasSuffix("/") { endpoint.removeLast() }
        guard let (host, port) = hostAndPort(endpoint) else {
            throw InputAddressFault(.badEndpoint, culprit: endpoint, example: example)
        }
        guard port.allSatisfy({ $0.isASCII && $0.isNumber }), let number = UInt16(port), number > 0 else {
            throw InputAddressFault(.badPort, culprit: port, example: example)
        }
        let silence = try options.duration("silence", in: .milliseconds(100)...(.seconds(86400)))
        return .tcp(host: String(host), port: Int(number), silence: silence ?? .seconds(30))
    }

    private static func hostAndPort(_ endpoint: Substring) -> (host: Substring, port: Substring)? {
        guard let colon = endpoint.lastIndex(of: ":") else { return nil }
        var host = endpoint[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(where: { ":[]".contains($0) }) {
            return nil
        }
        guard !host.isEmpty, !host.contains("/") else { return nil }
        return (host, endpoint[colon...].dropFirst())
    }

    private static func recording(_ path: String, _ texts: [String]) throws(InputAddressFault) -> Self {
        let example = "file:recording.txt?every=1s"
        let options = try InputOptions(texts, of: "file:", known: ["every"], example: example)
        guard !path.isEmpty else {
            throw InputAddressFault(.lacksLocation(of: "the path of a recording"), culprit: "file:", example: example)
        }
        // Ten milliseconds is what a telegram takes at the fastest line there is.
        let every = try options.duration("every", in: .milliseconds(10)...(.seconds(86400)))
        return .recording(path: path, every: every)
    }

    private static func simulator(_ name: String, _ texts: [String]) throws(InputAddressFault) -> Self {
        let example = "simulator:dsmr5?seed=1&speed=1"
        let options = try InputOptions(texts, of: "simulator:", known: ["seed", "speed"], example: example)
        let names = SimulatedDialect.allCases.map(\.rawValue)
        guard !name.isEmpty else {
            throw InputAddressFault(.lacksLocation(of: "the kind of meter"), culprit: "simulator:", example: example)
        }
        guard let dialect = SimulatedDialect(rawValue: name) else {
            throw InputAddressFault(
                .badValue(
                    option: "simulator:",
                    expected: names.joined(separator: " or "),
                    nearest: Spelling.nearest(to: name, in: names)
                ),
                culprit: name,
                example: example
            )
        }
        let seed = try options.value("seed", expected: "a whole number from 0", UInt64.init)
        let speed = try options.value("speed", expected: "a number from 0.01 to 1000") { text in
            Double(text).flatMap { 0.01...1000 ~= $0 ? $0 : nil }
        }
        return .simulator(dialect, seed: seed ?? 1, speed: speed ?? 1)
    }
}

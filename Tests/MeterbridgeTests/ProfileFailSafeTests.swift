// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Every profile's fail-safe, register by register", .timeLimit(.minutes(3)))
struct ProfileFailSafeTests {
    /// What each profile tells while its meter is not fresh.
    private static let policies: [String: String] = [
        "abb-b23": "exception 4", "carlo-gavazzi-em24": "exception 4", "carlo-gavazzi-em340": "exception 4",
        "carlo-gavazzi-em530": "exception 4", "carlo-gavazzi-et112": "silence", "chint-dtsu666": "silence",
        "eastron-sdm120": "silence", "eastron-sdm630": "silence", "eastron-sdm630-mirrored": "silence",
        "eastron-sdm72d": "silence",
        "fronius-smart-meter": "exception 4", "huawei-dtsu666-h": "silence", "inepro-pro380": "silence",
        "janitza-umg604": "exception 4", "kostal-ksem": "exception 4", "native": "unavailable",
        "p1-dongle": "unavailable", "phoenix-eem": "silence", "schneider-iem3155": "silence",
        "shelly-pro-3em": "silence", "siemens-pac2200": "exception 4", "socomec-countis-e27": "exception 4",
        "sunspec-203": "exception 4", "sunspec-213": "exception 4", "wattnode-wnc": "silence",
    ]

    @Test("Every profile has the policy that its table promises")
    func table() async throws {
        #expect(Set(Self.policies.keys) == Set(EveryProfile.names))
        for (name, listing) in try await listings() { #expect(listing.stale == Self.policies[name], "\(name)") }
    }

    @Test("Before the first telegram no register tells what only the meter knows, and whatever is constant is there")
    func waiting() async throws {
        let listings = try await listings()
        let gateway = try await EveryProfile.gateway()
        try await expectFailSafe(gateway, listings, isMeterKnown: false)
        await gateway.stop()
    }

    @Test("A stale meter's live registers tell no number, and whatever is constant stays")
    func stale() async throws {
        // Given all profiles, which had values to tell
        let listings = try await listings()
        let gateway = try await EveryProfile.gateway("--stale-after", "4s")
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // When the meter says no more
        await gateway.awaitState("stale")

        // Then every register says so
        try await expectFailSafe(gateway, listings, isMeterKnown: true)
        await gateway.stop()
    }

    private func listings() async throws -> [(name: String, listing: MapListing)] {
        var listings: [(String, MapListing)] = []
        for name in EveryProfile.names { listings.append((name, try await MapListing(name))) }
        return listings
    }

    private func expectFailSafe(
        _ gateway: RunningGateway,
        _ listings: [(name: String, listing: MapListing)],
        isMeterKnown: Bool
    ) async throws {
        var expected: [(what: String, request: String, answer: Pymodbus.Answer?)] = []
        for (name, listing) in listings {
            let unit = try EveryProfile.unit(name)
            var silent: [String] = []
            for register in listing.registers {
                for function in register.functions {
                    let request = "\(function)/\(unit)/\(register.address)/\(register.words)"
                    let what = "\(name), \(register.name) by \(request)"
                    switch (register.live || register.isIdentity && !isMeterKnown, listing.stale) {
                    // A constant, a status, who the meter is: some words, whichever.
                    case (false, _): expected.append((what, request, nil))
                    case (true, "exception 4"): expected.append((what, request, .exception(4)))
                    case (true, "unavailable"): expected.append((what, request, register.unavailable))
                    default: silent.append(request)
                    }
                }
            }
            // pymodbus waits for an answer that does not come: one is enough, and the others are asked all at once.
            if let first = silent.first { expected.append(("\(name), silent", first, .nothing)) }
            try expectSilence(gateway, silent, name)
        }

        let answers = try await Pymodbus.read(port: gateway.port, expected.map(\.request), timeout: 0.3)

        try #require(answers.count == expected.count)
        for (row, answer) in zip(expected, answers) {
            if let wanted = row.answer {
                #expect(answer == wanted, "\(row.what)")
            } else if case .words = answer {
            } else {
                Issue.record("\(row.what): \(answer)")
            }
        }
        #expect(expected.count > 500)
    }

    /// None of these reads is answered: behind them one for a unit that is not there, whose answer is the first to come.
    private func expectSilence(_ gateway: RunningGateway, _ requests: [String], _ name: String) throws {
        guard !requests.isEmpty else { return }
        let socket = try LoopbackSocket(port: gateway.port)
        for request in requests {
            let parts = request.split(separator: "/").compactMap { Int($0) }
            try socket.send([0, 1, 0, 0, 0, 6, UInt8(parts[1]), UInt8(parts[0])] + bytes(parts[2]) + bytes(parts[3]))
        }
        try socket.send([0, 2, 0, 0, 0, 6, 247, 3, 0, 0, 0, 1])
        #expect(try socket.receive(9) == [0, 2, 0, 0, 0, 3, 247, 0x83, 0x0B], "\(name)")
    }

    private func bytes(_ word: Int) -> [UInt8] { [UInt8(word >> 8), UInt8(word & 0xFF)] }
}

extension MapListing.Register {
    /// Whether it says who the meter is, which does not change from its first telegram on.
    fileprivate var isIdentity: Bool { !live && (value.contains("meter.") || value.contains("consumer.")) }

    /// What stands there while nothing is known: the words of its map or type for "not available".
    fileprivate var unavailable: Pymodbus.Answer {
        guard type != "bit", let notAvailable, let bits = UInt64(notAvailable.dropFirst(2), radix: 16) else {
            return .words(Array(repeating: 0, count: words))
        }
        let lowFirst = (0..<words).map { Int(truncatingIfNeeded: bits >> (16 * UInt64($0)) & 0xFFFF) }
        return .words(order == "low-first" ? lowFirst : lowFirst.reversed())
    }
}

// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Clients find the meter that they look for, and no other", .timeLimit(.minutes(2)))
struct DiscoveryTests {
    /// A read by which a client knows a meter: `FUNCTION/ADDRESS/COUNT`, and what it is told.
    private static let identities: [(profile: String, read: String, answer: Pymodbus.Answer)] = [
        ("carlo-gavazzi-em24", "3/11/1", .words([1648])),
        ("carlo-gavazzi-em24", "4/11/1", .words([1648])),
        // The measuring and the communication firmware, of which evcc wants 1.8.3 or later.
        ("carlo-gavazzi-em24", "3/770/1", .words([0x1803])),
        ("carlo-gavazzi-em24", "3/772/1", .words([0x1803])),
        // What Victron sets where it is not so: application H.
        ("carlo-gavazzi-em24", "3/40960/1", .words([7])),
        ("carlo-gavazzi-em340", "3/11/1", .words([341])),
        ("carlo-gavazzi-em530", "3/11/1", .words([1744])),
        ("eastron-sdm630", "3/64514/1", .words([0x0070])),
        ("eastron-sdm72d", "3/64514/1", .words([0x0200])),
        ("sunspec-213", "3/40000/4", .words([0x5375, 0x6E53, 1, 65])),
        ("sunspec-213", "3/40069/2", .words([213, 124])),
        ("sunspec-203", "3/40069/2", .words([203, 105])),
        ("fronius-smart-meter", "3/40069/2", .words([213, 124])),
        ("kostal-ksem", "3/40069/2", .words([203, 105])),
        // "SOCO", a letter in each register, and the family Countis.
        ("socomec-countis-e27", "3/50000/5", .words([0x53, 0x4F, 0x43, 0x4F, 100])),
        ("wattnode-wnc", "3/1706/1", .words([202])),
        ("huawei-dtsu666-h", "3/2001/1", .words([0x3B11])),
        ("chint-dtsu666", "3/20480/1", .words([0x20D5])),
        ("chint-dtsu666", "3/11/1", .words([0x00A7])),
        ("eastron-sdm120", "3/11/1", .words([0x00A8])),
    ]

    /// What depends on the meter's phases, which its first telegram tells.
    private static let identitiesOfTheMeter: [(profile: String, read: String, answer: Pymodbus.Answer)] = [
        // "B23 ", for which Victron asks before all else.
        ("abb-b23", "3/35168/2", .words([0x4232, 0x3320])),
        // Three phases with neutral.
        ("carlo-gavazzi-em24", "3/4098/1", .words([0])),
    ]

    /// Where a client looks for a meter that this one must not be taken for.
    private static let probes: [(profile: String, read: String, answer: Pymodbus.Answer)] = [
        ("carlo-gavazzi-em24", "3/35168/2", .exception(2)),
        ("carlo-gavazzi-em24", "3/40000/2", .exception(2)),
        ("abb-b23", "3/11/1", .exception(2)),
        ("abb-b23", "3/40000/2", .exception(2)),
        ("sunspec-213", "3/11/1", .exception(2)),
        ("sunspec-213", "3/35168/2", .exception(2)),
        ("eastron-sdm630", "3/40000/2", .exception(2)),
        // A GEN24 asks a Fronius meter for all of these, and none may look like another meter's mark.
        ("fronius-smart-meter", "3/0/1", .words([0])),
        ("fronius-smart-meter", "3/11/1", .words([0])),
        ("fronius-smart-meter", "3/768/1", .words([0])),
        ("fronius-smart-meter", "3/1706/1", .words([0])),
        ("fronius-smart-meter", "3/50000/1", .words([0])),
    ]

    @Test("Identities and probes are answered as by the real meter, before the first telegram and after it")
    func identities() async throws {
        let gateway = try await EveryProfile.gateway()
        let expected = Self.identities + Self.probes + Self.identitiesOfTheMeter
        let requests = try expected.map { row in
            let parts = row.read.split(separator: "/", maxSplits: 1)
            return "\(parts[0])/\(try EveryProfile.unit(row.profile))/\(parts[1])"
        }

        let waiting = try await Pymodbus.read(port: gateway.port, requests)
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let fresh = try await Pymodbus.read(port: gateway.port, requests)

        try #require(waiting.count == expected.count && fresh.count == expected.count)
        for (index, row) in expected.enumerated() {
            let isKnown = index < expected.count - Self.identitiesOfTheMeter.count
            let answer = isKnown ? row.answer : .exception(4)
            #expect(waiting[index] == answer, "\(row.profile), \(row.read), before the first telegram")
            #expect(fresh[index] == row.answer, "\(row.profile), \(row.read), fresh")
        }
        await gateway.stop()
    }

    @Test("Every profile says by functions 17 and 43/14 who it is, in the same words, waiting and fresh")
    func identification() async throws {
        let gateway = try await EveryProfile.gateway()
        let requests = try EveryProfile.names.flatMap { name in
            ["17/\(try EveryProfile.unit(name))", "43/\(try EveryProfile.unit(name))"]
        }

        let waiting = try await Pymodbus.read(port: gateway.port, requests)
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let fresh = try await Pymodbus.read(port: gateway.port, requests)

        #expect(waiting == fresh)
        try #require(fresh.count == requests.count)
        for (index, name) in EveryProfile.names.enumerated() {
            guard case .texts(let report) = fresh[2 * index], case .texts(let objects) = fresh[2 * index + 1] else {
                Issue.record("\(name): \(fresh[2 * index]), \(fresh[2 * index + 1])")
                continue
            }
            // Vendor, product and revision (MODBUS Application Protocol V1.1b3, 6.21).
            #expect(objects.count == 3, "\(name)")
            #expect(report == [objects.joined(separator: " ")], "\(name)")
        }
        let gavazzi = try #require(EveryProfile.names.firstIndex(of: "carlo-gavazzi-em24"))
        #expect(fresh[2 * gavazzi + 1] == .texts(["Carlo Gavazzi", "EM24DINAV23XE1X", "1.8.3"]))
        await gateway.stop()
    }

    @Test("The write that Victron makes is acknowledged and changes nothing; every other write is refused")
    func writes() async throws {
        let gateway = try await EveryProfile.gateway()
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let gavazzi = try EveryProfile.unit("carlo-gavazzi-em24")
        let native = try EveryProfile.unit("native")

        let answers = try await Pymodbus.read(
            port: gateway.port,
            [
                // Application H, by the function for one register and by the one for several
                "6/\(gavazzi)/40960/7", "16/\(gavazzi)/40960/7", "3/\(gavazzi)/40960/1",
                // another value, another address, a live register
                "6/\(gavazzi)/40960/3", "16/\(gavazzi)/40960/3", "6/\(gavazzi)/40961/7", "6/\(gavazzi)/40/0",
                // what no map accepts
                "5/\(gavazzi)/0/1", "15/\(gavazzi)/0/1", "22/\(gavazzi)/40960/7",
                // a map without any
                "6/\(native)/0/1", "16/\(native)/0/1", "3/\(gavazzi)/40/2",
            ]
        )

        #expect(
            answers == [
                .words([]), .words([]), .words([7]),
                .exception(3), .exception(3), .exception(2), .exception(2),
                .exception(1), .exception(1), .exception(1),
                .exception(1), .exception(1), .words([6680, 0]),
            ]
        )
        await gateway.stop()
    }
}

// SPDX-License-Identifier: Apache-2.0

import Testing

/// What one client asks of a profile in a cycle: `ADDRESS:COUNT`, with each of the functions.
struct BlockReads: CustomTestStringConvertible {
    let client: String
    let profile: String
    let functions: [Int]
    let blocks: [(address: Int, count: Int)]

    init(_ client: String, _ profile: String, _ functions: [Int], _ blocks: String) {
        self.client = client
        self.profile = profile
        self.functions = functions
        self.blocks = blocks.split(separator: " ").compactMap { block in
            let parts = block.split(separator: ":")
            let isHexadecimal = block.hasPrefix("0x")
            guard
                let address = parts.first.flatMap({
                    Int($0.dropFirst(isHexadecimal ? 2 : 0), radix: isHexadecimal ? 16 : 10)
                }),
                let count = parts.last.flatMap({ Int($0) })
            else { return nil }
            return (address, count)
        }
    }

    var testDescription: String { "\(client) reads \(profile)" }

    func requests(unit: Int) -> [String] {
        functions.flatMap { function in blocks.map { "\(function)/\(unit)/\($0.address)/\($0.count)" } }
    }
}

@Suite("The blocks that clients read are answered whole", .timeLimit(.minutes(2)))
struct BlockReadTests {
    private static let clients = [
        BlockReads(
            "Victron GX",
            "carlo-gavazzi-em24",
            [3],
            "0x0000:80 0x000B:1 0x0302:1 0x0304:1 0x1002:1 0x5000:7 0xA000:1 0xA100:1"
        ),
        BlockReads("Victron GX", "abb-b23", [3], "0x8960:2 0x5000:8 0x5460:24 0x5B00:62 0x8900:2 0x8908:8"),
        BlockReads("Tinkerforge", "carlo-gavazzi-em24", [4], "0x0000:50 0x0033:5 0x0040:6 0x004E:4"),
        BlockReads(
            "Tinkerforge",
            "eastron-sdm630",
            [4],
            "0x0000:44 0x002E:4 0x0034:2 0x0038:2 0x003C:4 0x0042:2 0x0046:14 0x00C8:8 0x00E0:2 0x00EA:12 0x00F8:4 "
                + "0x014E:48"
        ),
        BlockReads("Tinkerforge", "janitza-umg604", [3, 4], "19000:52 19054:68"),
        BlockReads(
            "Tinkerforge",
            "siemens-pac2200",
            [3, 4],
            "1:42 55:18 1:70 801:4 805:4 809:4 813:4 817:4 821:4 825:4 829:4"
        ),
        BlockReads("SmartEVSE", "abb-b23", [3], "0x5B0C:16"),
        BlockReads("SmartEVSE", "schneider-iem3155", [3], "0x0BB7:60"),
        BlockReads("SmartEVSE", "chint-dtsu666", [3], "0x200C:14"),
        BlockReads("uni-meter", "kostal-ksem", [3], "0:100"),
        BlockReads("OpenEMS", "kostal-ksem", [3], "0:40 40:104 512:8"),
        BlockReads("OpenEMS", "janitza-umg604", [3], "19000:122"),
        BlockReads("OpenEMS", "siemens-pac2200", [3], "1:68"),
        BlockReads("OpenEMS", "socomec-countis-e27", [3], "50000:4 50042:8 50050:8 50058:8 50512:60"),
        BlockReads("pysunspec2", "sunspec-203", [3], "40000:3 40003:1 40002:67 40069:1 40070:1 40069:107 40176:2"),
        BlockReads("pysunspec2", "kostal-ksem", [3], "40000:3 40003:1 40002:67 40069:1 40070:1 40069:107 40176:2"),
        BlockReads(
            "pysunspec2",
            "sunspec-213",
            [3],
            "40000:3 40003:1 40002:67 40069:1 40070:1 40069:122 40191:4 40195:2"
        ),
        BlockReads(
            "pysunspec2",
            "fronius-smart-meter",
            [3],
            "40000:3 40003:1 40002:67 40069:1 40070:1 40069:122 40191:4 40195:2"
        ),
        BlockReads("Fronius GEN24", "fronius-smart-meter", [3], "0:1 1:1 11:1 12:1 768:1 1706:1 50000:1 50001:1"),
        BlockReads("SolarEdge", "wattnode-wnc", [3], "1000:34 1010:24 1100:50 1600:23 1650:6 1700:23 2127:1"),
        BlockReads("Deye", "chint-dtsu666", [3], "0x151E:6 0x1510:2 0x181E:2 0x2014:6 0x0006:2"),
        BlockReads("SolaX", "eastron-sdm120", [4], "0x000C:2 0x0048:2 0x004A:2"),
        BlockReads("SolaX", "chint-dtsu666", [3], "0x000B:1"),
        BlockReads("Sungrow", "chint-dtsu666", [3], "0x5000:1"),
        BlockReads("Huawei", "huawei-dtsu666-h", [3], "0x0836:80 0x08A6:10 0x07D1:1"),
        BlockReads("openWB", "eastron-sdm630", [3], "0xFC00:2 0xFC02:1"),
        BlockReads("Tinkerforge", "shelly-pro-3em", [4], "1013:2 1020:2 1040:2 1060:2 1162:2"),
    ]

    @Test("Every block of every client, while the meter is fresh, in one answer and without an exception")
    func blocks() async throws {
        // Given all profiles at once, fresh
        let gateway = try await EveryProfile.gateway("--stale-after", "60s")
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // When every client reads its blocks
        let requests = try Self.clients.map { $0.requests(unit: try EveryProfile.unit($0.profile)) }
        var answers = try await Pymodbus.read(port: gateway.port, requests.flatMap(\.self))[...]
        try #require(answers.count == requests.reduce(0) { $0 + $1.count })

        // Then each is answered with as many words as were asked for
        for (client, requests) in zip(Self.clients, requests) {
            #expect(!requests.isEmpty)
            for request in requests {
                let answer = answers.removeFirst()
                guard case .words(let words) = answer else {
                    Issue.record("\(client.testDescription), \(request): \(answer)")
                    continue
                }
                #expect("\(words.count)" == request.split(separator: "/").last, "\(client.testDescription), \(request)")
            }
        }
        await gateway.stop()
    }
}

// SPDX-License-Identifier: Apache-2.0

/// State files: of each version that wrote them, with each statement, and damaged ones.
enum SeedStates {
    static func all() -> [[UInt8]] {
        let whole = file("E0044007382221516", counters + demand)
        return [
            file("", []), file("E0044007382221516", counters), whole, file("1%222", demand),
            file("1", ["quarter 1768469400 from 9000000000.000000001", "peak 4294967295 at 4294967295 in 2069-12"]),
            file("1", ["gas-day 2026-01-15 from 5, \"6\"", "counter energy.import 1"]),
            file("1", ["integral energy.export.l3 0.000000001"]),
            "version 1\nmeter \"1\"\n\(counters[0])\nmeter \"2\"\n\(demand[1])\nend\n", String(whole.dropLast(5)),
            "version 2\nend\n", "# nothing\r\nversion 1\r\nend\r\n",
        ]
        .map { Array($0.utf8) }
    }

    private static let counters = [
        "counter energy.import 6826.309", "counter energy.export 0",
        "integral energy.import.l1 2275.436000001 promised 2275.536000001",
    ]

    private static let demand = [
        "quarter 1768469400 from 6826.250000000 whole", "peak 4120 at 1767711600 in 2026-01",
    ]

    private static func file(_ meter: String, _ lines: [String]) -> String {
        (["version 1", "meter \"\(meter)\""] + lines + ["end", ""]).joined(separator: "\n")
    }
}

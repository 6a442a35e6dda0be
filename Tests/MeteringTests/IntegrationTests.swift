// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("The energy of a phase is its power integrated over time")
struct IntegrationTests {
    private let start = ContinuousClock.now

    /// A ledger, and what its meter's last telegram was told as.
    private struct Bench {
        var ledger = CounterLedger()
        var last: Reading?

        mutating func take(_ telegram: WrittenTelegram, at arrival: ContinuousClock.Instant) throws {
            var reading = try telegram.reading()
            ledger.take(&reading, at: arrival, wallTime: 0) { _ in }
            last = reading
        }

        func told(_ quantity: Quantity) -> Double { last?[quantity]?.double ?? .nan }
    }

    @Test("It begins at the equal share of the total, and says that it is integrated")
    func beginning() throws {
        var bench = Bench()
        try bench.take(.phases([100, 200, -300]), at: start)

        for phase in Phase.allCases {
            #expect(bench.last?[phase.energyImport] == Decimal(3000))
            #expect(bench.last?[phase.energyExport] == Decimal(1000))
            #expect(bench.last?.origin(phase.energyImport) == .derived(.integratedPower))
            #expect(bench.last?.source(phase.energyImport) == "power integrated over time")
        }
    }

    @Test(
        "Constant power for an hour is that power times an hour, within a watt-hour",
        arguments: [[1000, 0, 2300], [-1, 7, -5999], [333, 333, 334], [0, 0, 0]],
        [Duration.milliseconds(1003), .seconds(1), .seconds(10), .microseconds(999_999)]
    )
    func constantPower(_ watts: [Int], period: Duration) throws {
        var bench = Bench()
        let telegrams = Int((Duration.seconds(3600) / period).rounded())
        for number in 0...telegrams { try bench.take(.phases(watts), at: start + period * number) }

        let hours = period * telegrams / Duration.seconds(3600)
        for (phase, watts) in zip(Phase.allCases, watts) {
            let taken = bench.told(phase.energyImport) - 3000
            let given = bench.told(phase.energyExport) - 1000
            #expect(abs(taken - Double(max(0, watts)) * hours / 1000) < 0.001)
            #expect(abs(given - Double(max(0, -watts)) * hours / 1000) < 0.001)
        }
    }

    @Test("Power that changes its sign goes to the one counter and then to the other")
    func changingSign() throws {
        var bench = Bench()
        try bench.take(.phases([0, 0, 0]), at: start)
        for second in 1...3600 {
            try bench.take(.phases([second.isMultiple(of: 2) ? 2000 : -1000, 0, 0]), at: start + .seconds(second))
        }
        #expect(abs(bench.told(.energyImportL1) - 3001) < 0.001)
        #expect(abs(bench.told(.energyExportL1) - 1000.5) < 0.001)
    }

    @Test("What the totals rose by over a gap is shared equally")
    func gap() throws {
        var bench = Bench()
        try bench.take(.phases([5000, 0, 0]), at: start)
        try bench.take(.phases([5000, 0, 0], taken: 9_003_000, given: 3_000_300), at: start + .seconds(61))

        for phase in Phase.allCases {
            #expect(bench.last?[phase.energyImport] == Decimal(3001))
            #expect(bench.last?[phase.energyExport] == Decimal("1000.1"))
        }
    }

    @Test("A total that leaps is shared, because no power explains it")
    func leap() throws {
        var bench = Bench()
        try bench.take(.phases([0, 0, 0]), at: start)
        try bench.take(.phases([0, 0, 0], taken: 9_300_000), at: start + .seconds(1))
        #expect(bench.last?[.energyImportL2] == Decimal(3100))
    }

    @Test("A total that rises as fast as the meter says is no leap, however large the plant")
    func largePlant() throws {
        var bench = Bench()
        let telegram = WrittenTelegram.phases([500_000, 0, 0]).with("1-0:1.7.0(500.000*kW)")
        try bench.take(telegram, at: start)
        try bench.take(telegram.with("1-0:1.8.1(8999.139*kWh)"), at: start + .seconds(1))
        #expect(bench.last?[.energyImportL1] == Decimal(30_001_388, exponent: -4))
        #expect(bench.last?[.energyImportL2] == Decimal(3000))
    }

    @Test("While the power of a phase isn't sent, it gets its share of what the total rose by")
    func missingPower() throws {
        var bench = Bench()
        try bench.take(.phases([900, 900, 900]), at: start)
        try bench.take(
            .phases([900, 900, 900], taken: 9_000_030).without("1-0:41.7.0", "1-0:42.7.0"),
            at: start + .seconds(10)
        )
        #expect(bench.last?[.energyImportL1] == Decimal("3000.0025"))
        #expect(bench.last?[.energyImportL2] == Decimal("3000.0100"))
        #expect(bench.last?.origin(.energyImportL2) == .derived(.integratedPower))
    }

    @Test("Energy that the meter sends for a phase is taken as it is")
    func sentEnergy() throws {
        var bench = Bench()
        try bench.take(.phases([900, 900, 900]).with("1-0:21.8.0(12.345*kWh)"), at: start)
        #expect(bench.last?[.energyImportL1] == Decimal("12.345"))
        #expect(bench.last?.origin(.energyImportL1) == .sent(.electricity(21, 8, 0)))
        #expect(bench.last?.origin(.energyImportL2) == .derived(.integratedPower))

        // And is held at what was told, when the meter begins to send less
        try bench.take(.phases([900, 900, 900]).with("1-0:41.8.0(12.345*kWh)"), at: start + .seconds(1))
        #expect(try #require(bench.last?[.energyImportL2]) >= Decimal(3000))
        #expect(bench.last?.origin(.energyImportL2) == .derived(.held))
    }

    @Test("A meter that sends only a total keeps the equal share, and a single-phase meter the total")
    func notIntegrated() throws {
        var bench = Bench()
        let total = WrittenTelegram.phases([0, 0, 0]).without(
            "1-0:21.7.0",
            "1-0:22.7.0",
            "1-0:41.7.0",
            "1-0:42.7.0",
            "1-0:61.7.0",
            "1-0:62.7.0"
        )
        try bench.take(total.with("1-0:1.7.0(1.000*kW)", "1-0:52.7.0(230.0*V)"), at: start)
        #expect(bench.last?.origin(.energyImportL2) == .derived(.estimatedShare))

        bench = Bench()
        try bench.take(total.with("1-0:1.7.0(1.000*kW)", "1-0:21.7.0(1.000*kW)"), at: start)
        #expect(bench.last?.origin(.energyImportL1) == .derived(.total))
        #expect(bench.last?[.energyImportL1] == Decimal(9000))
    }

    @Test("A swap starts a state of its own, and a swap back goes on where it was")
    func swap() throws {
        var bench = Bench()
        try bench.take(.phases([3600, 0, 0]), at: start)
        try bench.take(.phases([3600, 0, 0]), at: start + .seconds(10))
        #expect(bench.last?[.energyImportL1] == Decimal("3000.0100"))

        try bench.take(.phases([3600, 0, 0], taken: 3000, id: "42"), at: start + .seconds(20))
        #expect(bench.last?[.energyImportL1] == Decimal(1))

        try bench.take(.phases([3600, 0, 0], taken: 9_000_300), at: start + .seconds(30))
        #expect(bench.last?[.energyImportL1] == Decimal("3000.1100"))
    }

    @Test("Absurd powers and totals don't stop the counting", arguments: ["999999999999999999*MW", "0.000000000001*W"])
    func absurd(power: String) throws {
        var bench = Bench()
        try bench.take(.phases([0, 0, 0]), at: start)
        for second in 1..<100 {
            let telegram = WrittenTelegram.phases([0, 0, 0]).with(
                "1-0:21.7.0(\(power))",
                "1-0:1.8.1(\(second)99999999999999999*kWh)"
            )
            try bench.take(telegram, at: start + .seconds(second))
        }
        #expect(try #require(bench.last?[.energyImportL1]) >= Decimal(3000))
    }

    @Test("It never falls, whatever a meter of one identifier says", arguments: 1...8)
    func monotonic(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var bench = Bench()
        var now = start
        // A meter that says who it is, at first.
        try bench.take(.phases([0, 0, 0]), at: start)
        var before = [Decimal](repeating: .zero, count: 6)
        for _ in 0..<400 {
            now += [.milliseconds(900), .seconds(1), .seconds(10), .seconds(300)][random.below(4)]
            var telegram = WrittenTelegram.phases(
                (0..<3).map { _ in random.below(8000) - 4000 },
                taken: 9_000_000 + random.below(2_000_000) - 1_000_000,
                given: 3_000_000 + random.below(2_000_000) - 1_000_000
            )
            if random.below(5) == 0 { telegram = telegram.without("1-0:1.8.2", "1-0:41.7.0", "1-0:42.7.0") }
            if random.below(9) == 0 { telegram = telegram.without("0-0:96.1.1") }
            try bench.take(telegram, at: now)
            let told = IntegralRecord.quantities.map { bench.last?[$0] ?? Decimal(-1) }
            for (old, new) in zip(before, told) { #expect(new >= old) }
            before = told
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
struct SeededRandom {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }
}

// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("Where a meter is subtracted, energy is booked by the direction in which the balance moves")
struct EnergyBalanceTests {
    /// What the house and its charger have counted, in Wh.
    private struct Counts {
        var taken = 9_000_000
        var given = 3_000_000
        var charged = 2_000_000
        var house = "41"
    }

    private func take(_ balance: inout EnergyBalance, _ counts: Counts) throws -> (taken: Decimal, given: Decimal) {
        let house = WrittenTelegram.phases([0, 0, 0], taken: counts.taken, given: counts.given, id: counts.house)
        let charger = WrittenTelegram.phases([0, 0, 0], taken: counts.charged, given: 0, id: "42")
        let terms = [
            Reading.Term(try house.reading(), isSubtracted: false),
            Reading.Term(try charger.reading(), isSubtracted: true),
        ]
        var reading = try #require(Reading.sum(of: terms, telegram: .unsent(by: "rest")))
        balance.take(&reading, of: terms)
        #expect(reading.quality(.energyImport) == .estimated)
        #expect(reading.quality(.energyImportL1) == .estimated)
        return (try #require(reading[.energyImport]), try #require(reading[.energyExport]))
    }

    @Test("It begins with the difference of each direction's counters")
    func beginning() throws {
        var balance = EnergyBalance()
        let told = try take(&balance, Counts())

        #expect(told.taken == Decimal(7000))
        #expect(told.given == Decimal(3000))
    }

    @Test("More than was taken can't be subtracted: it was given")
    func negative() throws {
        var balance = EnergyBalance()
        let told = try take(&balance, Counts(taken: 1_500_000))

        #expect(told.taken == .zero)
        #expect(told.given == Decimal(3500))
    }

    @Test("While the sun charges the car, the rest of the house gives, and nothing falls")
    func sun() throws {
        var balance = EnergyBalance()
        var counts = Counts()
        _ = try take(&balance, counts)
        counts.charged += 5000
        let sunny = try take(&balance, counts)
        #expect(sunny.taken == Decimal(7000))
        #expect(sunny.given == Decimal(3005))

        // And at night both take
        counts.taken += 8000
        counts.charged += 6000
        let night = try take(&balance, counts)
        #expect(night.taken == Decimal(7002))
        #expect(night.given == Decimal(3005))
    }

    @Test("Watt-hours that two meters count a moment apart are not counted as import and export in turn")
    func trembling() throws {
        var balance = EnergyBalance()
        var counts = Counts()
        _ = try take(&balance, counts)
        // Given that the rest takes nothing, and the charger 1 kWh
        for _ in 0..<1000 {
            counts.taken += 1
            _ = try take(&balance, counts)
            counts.charged += 1
            _ = try take(&balance, counts)
        }
        let told = try take(&balance, counts)
        #expect(told.taken == Decimal(7000))
        #expect(told.given == Decimal(3000))
    }

    @Test("It goes on where the last run ended, with what has flowed since")
    func resuming() throws {
        var balance = EnergyBalance(taken: Decimal("7000.5"), given: Decimal("3001"))
        let told = try take(&balance, Counts(taken: 9_002_500))

        // 7002.5 − 3000 = 4002.5 kWh of balance, and 3999.5 were told
        #expect(told.taken == Decimal("7003.5"))
        #expect(told.given == Decimal("3001"))
    }

    @Test("Another meter in a place moves nothing; what flows from then on does")
    func exchange() throws {
        var balance = EnergyBalance()
        _ = try take(&balance, Counts())
        var counts = Counts(taken: 2000, given: 0, house: "43")
        let exchanged = try take(&balance, counts)
        #expect(exchanged.taken == Decimal(7000))
        #expect(exchanged.given == Decimal(3000))

        counts.taken += 1000
        #expect(try take(&balance, counts).taken == Decimal(7001))
    }

    @Test("What more than a month of a house could not have taken while nobody looked is another meter")
    func gap() throws {
        var balance = EnergyBalance(taken: Decimal(7000), given: Decimal(3000))
        let told = try take(&balance, Counts(taken: 10_500_000))
        #expect(told.taken == Decimal(7000))
        #expect(told.given == Decimal(3000))
    }
}

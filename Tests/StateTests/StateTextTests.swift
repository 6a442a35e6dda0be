// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import State
import Telegrams
import Testing

@Suite("The text of a state file")
struct StateTextTests {
    private static let states = [
        MeterState(id: "", counters: CounterRecords(counters: [CounterRecord(.energyExport, .zero)])),
        MeterState(
            id: "E0044\"%\n ö",
            counters: CounterRecords(
                counters: [CounterRecord(.energyImport, Decimal(6_826_309, exponent: -3))],
                integrals: [
                    IntegralRecord(
                        .energyImportL1,
                        Decimal(2_275_436_000_001, exponent: -9),
                        promise: Decimal(2_275_536_000_001, exponent: -9)
                    ),
                    IntegralRecord(.energyExportL3, Decimal(1, exponent: -9)),
                ],
                demand: DemandRecords(
                    quarter: QuarterHour(begin: 1_768_469_400, energy: 6_826_250_000_001, isWhole: true),
                    peak: CalendarMonth(year: 2026, month: 1)
                        .flatMap { MonthPeak(power: 4120, time: 1_767_711_600, month: $0) }
                )
            )
        ),
    ]

    @Test("What is written is read again")
    func roundTrip() throws {
        let text = StateText.text(of: StateTextTests.states)
        #expect(try StateText.states(in: SourceText(name: "meter.state", text: text)) == StateTextTests.states)
    }

    @Test("It reads as it is documented, to the letter")
    func exact() {
        #expect(
            StateText.text(of: StateTextTests.states) == """
                # Written by meterbridge, which keeps its counters here. Stop it before you change anything.
                version 1
                meter ""
                counter energy.export 0
                meter "E0044%22%25%0A %C3%B6"
                counter energy.import 6826.309
                integral energy.import.l1 2275.436000001 promised 2275.536000001
                integral energy.export.l3 0.000000001
                quarter 1768469400 from 6826.250000001 whole
                peak 4120 at 1767711600 in 2026-01
                end

                """
        )
    }

    @Test("A file of a version without demand is read, and so is one of a version that keeps more")
    func otherVersions() throws {
        func states(_ lines: String) throws -> [MeterState] {
            try StateText.states(in: SourceText(name: "s", text: "version 1\n\(lines)end\n"))
        }
        let counter = MeterState(
            id: "1",
            counters: CounterRecords(counters: [CounterRecord(.energyImport, Decimal(1))])
        )
        #expect(try states("meter \"1\"\ncounter energy.import 1\n") == [counter])
        #expect(
            try states("written 1768469400\nmeter \"1\"\ngas-day 2026-01-15 from 5, \"6\"\ncounter energy.import 1\n")
                == [counter]
        )
    }

    @Test(
        "A fault is named at its place",
        arguments: [
            ("", "s:1:1: error: the file is cut off: 'end' is missing"),
            ("version 1\nmeter \"1\"\ncounter energy.import 1\n", "s:4:1: error: the file is cut off"),
            ("version 1\nmeter \"1\"\ncounter energy.imp", "s:3:9: error: 'energy.imp' is no counter"),
            ("version 2\nend", "s:1:9: error: the version '2' isn't known"),
            ("meter \"1\"\nend", "s:1:1: error: the first statement is 'version 1'"),
            ("version 1\ncounter energy.import 1\nend", "s:2:1: error: 'counter' belongs to a meter"),
            ("version 1\nmeter 1\nend", "s:2:7: error: this is no identifier"),
            ("version 1\nmeter \"%4\"\nend", "s:2:7: error: this is no identifier"),
            ("version 1\nmeter \"1\"\nmeter \"1\"\nend", "s:3:7: error: this meter stands further up already"),
            ("version 1\nmeter \"1\"\ncounter power 1\nend", "s:3:9: error: 'power' is no counter"),
            ("version 1\nmeter \"1\"\ncounter energy.import -1\nend", "s:3:23: error: '-1' is no value"),
            ("version 1\nmeter \"1\"\ncounter energy.import 1 2\nend", "s:3:25: error: nothing is expected here"),
            (
                "version 1\nmeter \"1\"\ncounter energy.import\nend",
                "s:3:22: error: the value of the counter is missing"
            ),
            ("version 1\nmeter \"1\"\nintegral energy.import.l1 1 promised\nend", "s:3:37: error: the value of"),
            ("version 1\nmeter \"1\"\nintegral energy.import 1\nend", "s:3:10: error: 'energy.import' is no counter"),
            ("version 1\nmeter \"1\"\nquarter 900 from", "s:3:17: error: the value of the counter is missing"),
            ("version 1\nmeter \"1\"\nquarter 900 form 1\nend", "s:3:13: error: 'from' is expected in place of 'form'"),
            ("version 1\nmeter \"1\"\nquarter 901 from 1\nend", "s:3:9: error: no quarter hour begins at 901"),
            ("version 1\nmeter \"1\"\nquarter 9e2 from 1\nend", "s:3:9: error: '9e2' is not the beginning"),
            ("version 1\nmeter \"1\"\nquarter 900 from 9999999999999\nend", "s:3:18: error: '9999999999999' is more"),
            (
                "version 1\nmeter \"1\"\nquarter 900 from 1\nquarter 900 from 1\nend",
                "s:4:9: error: the meter's quarter hour stands further up already"
            ),
            ("version 1\nmeter \"1\"\npeak 5 at 900 in May\nend", "s:3:18: error: 'May' is no month"),
            ("version 1\nmeter \"1\"\npeak 5 at 900 in 2026-13\nend", "s:3:18: error: '2026-13' is no month"),
            ("version 1\nmeter \"1\"\npeak 4294967296 at 900 in 2026-01\nend", "s:3:6: error: '4294967296' is not"),
            (
                "version 1\nmeter \"1\"\npeak 5 at 900 in 2026-01\npeak 6 at 900 in 2026-01\nend",
                "s:4:6: error: the meter's peak stands further up already"
            ),
            ("version 1\nmeter \"1\"\npaek 5 at 900 in 2026-01\nend", "did you mean 'peak'?"),
            ("version 1\nmeter \"1\"\n\"peak\" 5\nend", "s:3:1: error: there is no statement 'peak'"),
            ("version 1\nmeter \"1\"\ncuonter energy.import 1\nend", "did you mean 'counter'?"),
            ("version 1\nmeter \"1\nend", "s:2:7: error: this text has no closing quote"),
            ("version 1\nend\nmeter \"1\"", "s:3:1: error: nothing is expected behind 'end'"),
        ]
    )
    func faults(text: String, message: String) throws {
        let error = try #require(throws: FaultyText.self) {
            _ = try StateText.states(in: SourceText(name: "s", text: text))
        }
        #expect(error.description.contains(message), "\(error)")
    }

    @Test("Every beginning of a file is refused, and never read as the whole")
    func cutOff() {
        let text = StateText.text(of: StateTextTests.states)
        for length in 0..<(text.count - "end\n".count + 2) {
            #expect(throws: FaultyText.self) {
                _ = try StateText.states(in: SourceText(name: "s", text: String(text.prefix(length))))
            }
        }
    }

    @Test(
        "The environment says where state is kept",
        arguments: [
            (["STATE_DIRECTORY": "/var/lib/a:/var/lib/b", "HOME": "/root"], "/var/lib/a"),
            (["XDG_STATE_HOME": "/x", "HOME": "/root"], "/x/meterbridge"),
            (["XDG_STATE_HOME": "x", "HOME": "/root"], "/root/.local/state/meterbridge"),
            (["HOME": "/root"], "/root/.local/state/meterbridge"), ([:], nil),
        ]
    )
    func location(environment: [String: String], folder: String?) {
        #expect(StateLocation.folder { environment[$0] } == folder)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notation
import Settings
import Testing

@Suite("The configuration's documentation") struct ConfigurationReferenceTests {
    @Test("The page in the documentation is what the program knows; `make docs` writes it anew")
    func page() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/configuration.md")
        #expect(try String(contentsOf: path, encoding: .utf8) == ConfigurationReference.markdown)
    }

    @Test("Its worked file is right, and nothing is to be warned of")
    func example() {
        let report = ConfigurationSurroundings.ofTests.read(ConfigurationReference.example)
        #expect(report.allDiagnostics.map { $0.rendered() } == [])
        #expect(report.configuration != nil)
    }

    @Test("What it does is said in words")
    func summary() throws {
        let report = ConfigurationSurroundings.ofTests.read(ConfigurationReference.example)
        let text = "\(ConfigurationSummary(try #require(report.configuration)))"
        #expect(text.contains("Modbus TCP on 0.0.0.0:502, for 192.168.1.0/24 and this machine\n"))
        #expect(
            text.contains("  unit 1: house as carlo-gavazzi-em24 for Victron; when the meter is silent: no answer\n")
        )
        #expect(text.contains("sum house-without-charger: + house - charger\n"))
    }
}

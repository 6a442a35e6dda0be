// SPDX-License-Identifier: Apache-2.0

import Foundation
import Metering
import Notation
import RegisterMaps
import Testing

@testable import Registers

@Suite("The reference of the map language in RegisterMaps/README.md")
struct MapReferenceTests {
    private let reference: String

    init() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let guide = tests.deletingLastPathComponent().appendingPathComponent("RegisterMaps/README.md")
        let text = try String(contentsOf: guide, encoding: .utf8)
        reference = String(text[try #require(text.firstRange(of: "## Reference")).lowerBound...])
    }

    /// The second column of the tables that have examples.
    private var examples: [String] {
        reference.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count == 5 else { return nil }
            return cells[2].wholeMatch(of: /\s*`(.+)`\s*/).map { String($0.output.1) }
        }
    }

    /// A map in which an example line is meant.
    private func map(_ example: String) -> String {
        let words = example.split(separator: " ")
        let isRegister = words[0] == "+" || words[0].first?.isNumber ?? false
        switch words[0] {
        case "table":
            return "\(example)\n0 \(words[1] == "coils" || words[1] == "discrete" ? "bit" : "u16") status.fresh"
        case "gaps", "section", "include": return "table both\n0 u16 1\n\(example)"
        case _ where !isRegister: return "\(example)\ntable both\n0 u16 1"
        default: break
        }
        if words[1] == "bit" { return "table coils\n\(example)" }
        let above = words[0] == "+" ? "0 u16 1\n" : words.contains("alone") ? "2 i32 power in W\n" : ""
        return "table both\n\(above)\(example)"
    }

    @Test("Every example line is right")
    func lines() {
        #expect(examples.count > 50)
        for example in examples {
            let found = faults(map(example)) { name in
                BuiltInMaps.all.first { $0.name == name }.map { SourceText(name: $0.name, text: $0.text) }
            }
            #expect(found.isEmpty, "\(example)")
        }
    }

    @Test("Every word that the language knows is explained")
    func words() {
        let code = reference.matches(of: /`([^`]+)`/).flatMap { $0.output.1.split(separator: " ") }
        let explained = Set(code.map(String.init))
        let known = [
            RegisterMapParser.statements, RegisterLine.options, RegisterType.names, MissingValue.names,
            StalePolicy.names, WordOrder.allCases.map(\.rawValue), TableSelection.allCases.map(\.rawValue),
            ExpressionParser.functions, ExpressionParser.keywords, Expression.Comparison.allCases.map(\.rawValue),
            Unit.all.map(\.symbol), ["+", "-", "*", "/", "??", "(", ")", "mirrors", "--", "#"],
        ]
        for word in known.joined() { #expect(explained.contains(word), "'\(word)' is not explained") }
    }
}

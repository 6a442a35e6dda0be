// SPDX-License-Identifier: Apache-2.0

import Notation
import RegisterMaps
import Registers
import Testing

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): the same numbers in every run.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

@Suite struct RandomMapTests {
    private static let words = [
        "0", "1", "+", "0x0000", "65535", "0xFFFF", "-1", "999999999999999999", "0.000000000000000001", "u16", "i32",
        "f32", "f64",
        "u64/low-first", "text[4]", "bit", "bits", "(", ")", ",", "power", "voltage.l1", "energy.import", "meter.id",
        "meter.phases",
        "status.fresh", "frequency", "1-0:1.7.0", "0-1:24.2.1[2]", "*", "/", "-", "??", "if", "then", "else", "==", "<",
        "and", "or",
        "min", "max", "abs", "in", "0.1", "W", "V", "kWh", "GJ", "%", "1", "alone", "vital", "missing", "zero",
        "accept", "7", "\"a\"",
        "--", "#", "set", "a", "=", "table", "both", "holding", "coils", "gaps", "0..9", "60000..65535", "section",
        "include", "self",
        "unit", "title", "identity", "words", "low-first", "stale", "exception", "4", "\t", "\"",
    ]

    /// Reads a text and, if it is a map, renders it.
    private func use(_ text: String) {
        do {
            let map = try RenderedMap(text) { _ in SourceText(name: "self", text: text) }
            #expect(map.all.count == map.renderer.layout.liveness.count)
            _ = map.renderer.unavailableImage(identity: nil, status: StatusValues())
        } catch let fault as FaultyText {
            #expect(!fault.diagnostics.isEmpty)
            #expect(!fault.description.isEmpty)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("Random words never stop the reader of maps", arguments: 1...UInt64(60))
    func words(seed: UInt64) {
        var random = SplitMix64(state: seed)
        for _ in 0..<20 {
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                (0..<Int.random(in: 0...14, using: &random)).map { _ in
                    Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
                }.joined(separator: " ")
            }
            use("table both\n" + text.joined(separator: "\n"))
        }
    }

    @Test("Random expressions never stop the reader or the renderer", arguments: 1...UInt64(60))
    func expressions(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let values = [
            "power", "voltage.l1", "999999999999999999", "0.000000000000000001", "0", "-7", "1-0:2.7.0", "tariff",
            "energy.import", "3 h",
            "frequency", "meter.time", "5 GJ",
        ]
        for _ in 0..<60 {
            var expression = values[Int.random(in: 0..<values.count, using: &random)]
            for _ in 0..<Int.random(in: 0...9, using: &random) {
                let value = values[Int.random(in: 0..<values.count, using: &random)]
                let sign = ["+", "-", "*", "/", "??"][Int.random(in: 0..<5, using: &random)]
                expression =
                    Bool.random(using: &random)
                    ? "(\(expression)) \(sign) \(value)" : "max(1, \(value)) \(sign) \(expression)"
            }
            let type = ["u16", "i32", "u64", "i64", "f32", "f64"][Int.random(in: 0..<6, using: &random)]
            let step = ["", " in 0.000000001", " in 0.1 W", " in 1000000 kWh"][Int.random(in: 0..<4, using: &random)]
            use("0 \(type) \(expression)\(step)")
        }
    }

    @Test(
        "Built-in maps with random damage never stop the reader",
        arguments: BuiltInMaps.all.map(\.name),
        1...UInt64(8)
    )
    func mutations(name: String, seed: UInt64) throws {
        let text = try #require(BuiltInMaps.all.first { $0.name == name }?.text)
        var random = SplitMix64(state: seed)
        var characters = Array(text)
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            let place = Int.random(in: 0..<characters.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: characters.remove(at: place)
            case 1: characters.insert(Array("()\"#-+0 \n\u{301}").randomElement(using: &random) ?? " ", at: place)
            default: characters.swapAt(place, Int.random(in: 0..<characters.count, using: &random))
            }
        }
        use(String(characters))
    }
}

// SPDX-License-Identifier: Apache-2.0

import Notation
import RegisterMaps
import Registers
import Testing

/// Texts that no person writes: they end in diagnostics, and soon.
@Suite("Any bytes end in diagnostics", .timeLimit(.minutes(3))) struct HostileMapTests {
    private func check(_ text: String, maps: [String: String] = [:]) -> RegisterMapReport {
        RegisterMapParser.check(SourceText(name: "my.map", text: text), name: "my") { name in
            maps[name].map { SourceText(name: "\(name).map", text: $0) }
        }
    }

    private func firstFault(_ text: String, maps: [String: String] = [:]) -> String? {
        check(text, maps: maps).diagnostics.first.map { "\($0.range.line):\($0.range.column) \($0.message)" }
    }

    @Test("Built-in maps with random bytes in them are told so or read", arguments: BuiltInMaps.all.map(\.name))
    func damagedBytes(name: String) throws {
        let text = try #require(BuiltInMaps.all.first { $0.name == name }?.text)
        var random = SplitMix64(state: UInt64(text.utf8.count))
        for _ in 0..<6 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                case 2: bytes.remove(at: place)
                default:
                    // A line from elsewhere.
                    let other = Int.random(in: 0..<bytes.count, using: &random)
                    bytes.insert(contentsOf: bytes[other...].prefix(40), at: place)
                }
            }
            let report = check(String(decoding: bytes, as: UTF8.self))
            #expect((report.map == nil) == report.diagnostics.contains { $0.severity == .error })
            for diagnostic in report.diagnostics { #expect(!diagnostic.rendered(inColor: true).isEmpty) }
        }
    }

    @Test("Random bytes are no map", arguments: 1...UInt64(30))
    func noise(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let bytes = (0..<3000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(check(String(decoding: bytes, as: UTF8.self)).map == nil)
    }

    @Test("Ten thousand parentheses, terms, ifs, options and commas")
    func depth() {
        let count = 10_000
        let parentheses =
            "0 i32 " + String(repeating: "(", count: count) + "power" + String(repeating: ")", count: count)
        #expect(firstFault("table both\n" + parentheses) == "2:39 this is nested more than 32 deep")
        let functions = "0 i32 " + String(repeating: "abs(", count: count)
        #expect(firstFault("table both\n" + functions)?.hasSuffix("this is nested more than 32 deep") == true)
        let ifs = "0 i32 " + String(repeating: "if power > 0 then ", count: count)
        #expect(firstFault("table both\n" + ifs)?.hasSuffix("this is nested more than 32 deep") == true)
        let sum = "0 i32 power" + String(repeating: " + power", count: count)
        #expect(firstFault("table both\n" + sum)?.hasSuffix("these are more than 256 values in one line") == true)
        let options = "0 i32 power" + String(repeating: " vital", count: count)
        #expect(check("table both\n" + options).diagnostics.count == Diagnostics.most)
        let commas = "0 i32 " + String(repeating: ",", count: count)
        #expect(check("table both\n" + commas).map == nil)
    }

    @Test("A line of a megabyte is shown in part")
    func longLine() throws {
        for line in [
            "0 i32 " + String(repeating: "x", count: 1 << 20), "0 i32 " + String(repeating: "x ", count: 1 << 19),
            String(repeating: "0", count: 1 << 20), "title " + String(repeating: "\u{301}", count: 1 << 20),
            "0 text[4] \"" + String(repeating: "x", count: 1 << 20) + "\"",
            "0 i32 1 " + String(repeating: " ", count: 1 << 20) + "x",
        ] {
            let report = check("table both\n" + line)
            for diagnostic in report.diagnostics {
                #expect(diagnostic.rendered().count < 2000)
            }
        }
    }

    @Test("A hundred thousand faults are told up to the thousandth")
    func manyFaults() {
        let text = "table both\n" + String(repeating: "0 u16 voltag.l9\n", count: 100_000)
        #expect(check(text).diagnostics.count == Diagnostics.most)
    }

    @Test("Other encodings are named, and control characters don't reach the terminal")
    func encodings() {
        let utf16 = Array("table both\n0 u16 1\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(
            firstFault(String(decoding: [0xFF, 0xFE] + utf16, as: UTF8.self))
                == "1:1 this is no text that an editor wrote as UTF-8"
        )
        #expect(firstFault("table both\n0 u16 \u{0}") == "2:7 this is no text that an editor wrote as UTF-8")
        let rendered = check("table both\n0 text[4] power \"\u{1B}[31m\u{7}\"").diagnostics.map { $0.rendered() }
        #expect(!rendered.isEmpty)
        #expect(!rendered.joined().unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test("Maps that include two others each, twenty deep, are read once each")
    func diamonds() {
        // Each map includes both of the next layer: 2^14 ways lead to the last one.
        var maps: [String: String] = [:]
        for layer in 0..<14 {
            for side in 0..<2 {
                let includes = layer < 13 ? "include m\(layer + 1)-0\ninclude m\(layer + 1)-1\n" : ""
                maps["m\(layer)-\(side)"] = includes + "table both\n\(2 * layer + side) u16 1\n"
            }
        }
        let report = check("include m0-0\ninclude m0-1\n", maps: maps)
        #expect(report.diagnostics.isEmpty)
        #expect(report.map?.registers.count == 28)
    }

    @Test("Maps that include each other in a long row are refused before the stack ends")
    func longRow() {
        var maps: [String: String] = [:]
        for index in 0..<10_000 { maps["m\(index)"] = "include m\(index + 1)\ntable both\n\(index) u16 1\n" }
        #expect(firstFault("include m0", maps: maps)?.hasSuffix("maps include each other more than 16 deep") == true)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Metering
import Notation
import RegisterMaps
import Registers
import Telegrams
import Testing

@Suite("The native map keeps its promise")
struct NativeMapTests {
    private let map: RegisterMap

    init() throws {
        let text = try #require(BuiltInMaps.all.first { $0.name == "native" }).text
        map = try RegisterMapParser.parse(SourceText(name: "native.map", text: text), name: "native")
    }

    /// One line for each register: all of it that its clients rely on.
    private func line(_ register: Register) -> String {
        let tables = register.tables == .both ? "" : "\(register.tables.rawValue) "
        let resolution = register.resolution.map { " in \($0.step) \($0.unit.symbol)" } ?? ""
        let missing = register.missing == .notImplemented ? "" : " missing \(register.missing)"
        return
            "\(tables)\(register.address) \(register.type) \(register.order.rawValue) \(register.value)\(resolution)\(missing)"
    }

    private func promised() throws -> [String] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Promised/native-1.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test("No register of version 1 has moved, changed or gone")
    func promise() throws {
        let registers = Set(map.registers.map(line))
        let promised = try promised()
        #expect(promised.count >= 627)
        let broken = promised.filter { !registers.contains($0) }
        #expect(broken.isEmpty, "clients rely on these")
        #expect(map.registers.first { $0.address == 1 }?.value.description == "1")
        #expect(map.stale == .unavailable)
        #expect(map.units.first == 1)
    }

    @Test("A new register is promised by writing its line into Promised/native-1.txt")
    func listed() throws {
        let promised = Set(try promised())
        let unlisted = map.registers.map(line).filter { !promised.contains($0) }
        #expect(unlisted.isEmpty)
    }

    @Test("Every slot has the same quantity as integer, float, quality and, for energies, as float of 64 bits")
    func slots() throws {
        let holding = map.registers.filter { $0.tables == .both }
        let registers = Dictionary(uniqueKeysWithValues: holding.map { ($0.address, $0) })
        let integers = holding.filter { (100..<700).contains($0.address) }
        #expect(integers.count >= 192)
        for register in integers {
            let (address, name) = (register.address, register.value.description)
            #expect(address % 2 == 0 && register.type.wordCount == 2 && !register.type.isFloat)
            let float = registers[address + 1000]
            if name.hasSuffix(".time") {
                #expect(float == nil, "a float of 32 bits can't tell seconds since 1970")
            } else {
                #expect(float?.value.description == name && float?.type == .f32)
            }
            let quality = registers[2000 + address / 2]
            #expect(quality?.value.description == "quality(\(name))" && quality?.type == .u16)
            guard (200..<300).contains(address) else { continue }
            let double = registers[3000 + 2 * address]
            #expect(double?.value.description == name && double?.type == .f64)
        }
    }

    @Test("Every quantity that a meter measures has a place")
    func complete() {
        let places = Set(map.registers.map(\.value.description))
        for quantity in Quantity.allCases where quantity.definition.role != .text {
            // The states have their bits in one register.
            let isBit = places.contains { $0.hasPrefix("bits(") && $0.contains(quantity.name) }
            #expect(places.contains(quantity.name) || isBit, "\(quantity.name)")
        }
    }

    @Test("What is reserved can't be taken for a value")
    func reserved() throws {
        let layout = ImageRenderer(map).layout
        let taken = Set(map.registers.flatMap { Array($0.addresses) })
        let words = ImageRenderer(map).ground(nil).words
        for span in layout.spans where span.table == .holding {
            for address in span.start..<span.start + UInt16(span.count) where !taken.contains(address) {
                // The rest of the status block reads as zero.
                let word = words[span.offset + Int(address - span.start)]
                #expect(word == ((23...31).contains(address) ? 0 : 0xFFFF), "\(address)")
            }
        }
    }

    @Test("A read of 125 registers from the beginning of any section lies in the map")
    func blocks() {
        let spans = ImageRenderer(map).layout.spans.filter { $0.table == .holding }
        var sections: [String: UInt16] = [:]
        for register in map.registers where register.tables == .both {
            sections[register.section ?? ""] = min(sections[register.section ?? ""] ?? .max, register.address)
        }
        #expect(sections.count == 25)
        for (section, start) in sections {
            #expect(
                spans.contains { $0.start <= start && Int(start) + 125 <= Int($0.start) + $0.count },
                "\(section) at \(start)"
            )
        }
    }
}

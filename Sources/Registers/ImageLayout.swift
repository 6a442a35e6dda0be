// SPDX-License-Identifier: Apache-2.0

/// Where each register of a map lies in its image: one run of words that holds all tables, stretch after stretch.
package struct ImageLayout: Sendable {
    /// A run of addresses without a hole.
    package struct Span: Sendable, Equatable {
        package let table: Table
        package let start: UInt16
        package let count: Int
        /// Where its first word is in the image.
        package let offset: Int
    }

    package struct Alone: Sendable, Equatable {
        package let table: Table
        package let address: UInt16
        package let offset: Int
    }

    package struct Accepted: Sendable, Equatable {
        package let address: UInt16
        package let word: UInt16
    }

    struct Field {
        let register: Register
        let offset: Int
    }

    package private(set) var spans: [Span] = []
    package private(set) var alone: [Alone] = []
    package private(set) var accepted: [Accepted] = []
    /// One entry for each word of the image.
    package private(set) var liveness: [Liveness] = []
    private(set) var fields: [Field] = []
    /// The image's words before any register is written: what gaps read as.
    private(set) var background: [UInt16] = []

    init(_ map: RegisterMap) {
        var shared: (registers: [Int], gaps: [Int], spans: [Span], alone: [Alone])?
        for table in Table.allCases {
            let registers = map.registers.indices.filter { map.registers[$0].tables.tables.contains(table) }
            let gaps = map.gaps.indices.filter { map.gaps[$0].tables.tables.contains(table) }
            guard !registers.isEmpty || !gaps.isEmpty else { continue }
            // Functions 3 and 4 seeing the same registers read the same words.
            if let shared, shared.registers == registers, shared.gaps == gaps {
                spans += shared.spans.map { Span(table: table, start: $0.start, count: $0.count, offset: $0.offset) }
                alone += shared.alone.map { Alone(table: table, address: $0.address, offset: $0.offset) }
                continue
            }
            let (firstSpan, firstAlone) = (spans.count, alone.count)
            place(registers.map { map.registers[$0] }, gaps.map { map.gaps[$0] }, table)
            shared = (registers, gaps, Array(spans[firstSpan...]), Array(alone[firstAlone...]))
        }
        for register in map.registers where register.tables.tables.contains(.holding) {
            guard let word = register.accepted else { continue }
            accepted.append(Accepted(address: register.address, word: word))
        }
    }

    private mutating func place(_ registers: [Register], _ gaps: [RegisterMap.Gap], _ table: Table) {
        let listed = registers.filter { !$0.isAlone }
        for run in ImageLayout.runs(listed.map(\.addresses) + gaps.map(\.addresses)) {
            let offset = extend(by: run.count)
            spans.append(Span(table: table, start: run.lowerBound, count: run.count, offset: offset))
            for gap in gaps {
                for address in gap.addresses where run.contains(address) {
                    background[offset + Int(address - run.lowerBound)] = gap.word
                }
            }
            for register in listed where run.contains(register.address) {
                add(register, at: offset + Int(register.address - run.lowerBound))
            }
        }
        for register in registers where register.isAlone {
            let offset = extend(by: 1)
            alone.append(Alone(table: table, address: register.address, offset: offset))
            add(register, at: offset)
        }
    }

    private mutating func extend(by count: Int) -> Int {
        let offset = background.count
        background += [UInt16](repeating: 0, count: count)
        liveness += [Liveness](repeating: .constant, count: count)
        return offset
    }

    private mutating func add(_ register: Register, at offset: Int) {
        fields.append(Field(register: register, offset: offset))
        for word in offset..<offset + register.type.wordCount { liveness[word] = register.value.liveness }
    }

    /// The ranges joined wherever they touch, in order.
    private static func runs(_ ranges: [ClosedRange<UInt16>]) -> [ClosedRange<UInt16>] {
        var runs: [ClosedRange<UInt16>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = runs.last, Int(range.lowerBound) <= Int(last.upperBound) + 1 {
                runs[runs.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                runs.append(range)
            }
        }
        return runs
    }
}

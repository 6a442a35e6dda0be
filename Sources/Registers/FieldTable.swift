// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// Registers of an image that are written together, those of one value side by side: it is worked out once for all of them.
struct FieldTable: Sendable, Equatable {
    private struct Run: Sendable, Equatable {
        let place: ExpressionTable.Place
        let fields: Range<Int>
    }

    private let runs: [Run]
    private let numbers: [NumberField]
    private let texts: [TextField]
    /// At hand here: where it is at home it costs a call each time.
    private let powersOfTen = Decimal.powersOfTen

    /// - Parameter expressions: takes the registers' expressions in.
    init(_ fields: [ImageLayout.Field], _ expressions: inout ExpressionTable) {
        texts = fields.compactMap { field in
            guard case .text(let length) = field.register.type else { return nil }
            return TextField(place: expressions.add(text: field.register.value), offset: field.offset, length: length)
        }
        let placed = fields.filter { !$0.register.type.isText }.map { field in
            (field: field, place: expressions.add(field.register.value))
        }
        let sorted = placed.sorted { $0.place < $1.place }
        numbers = sorted.map { NumberField($0.field.register, offset: $0.field.offset) }
        var runs: [Run] = []
        for (index, (field, place)) in sorted.enumerated() {
            // What is counted while it is worked out is counted for each register.
            if let last = runs.last, last.place == place, !field.register.value.hasObject {
                runs[runs.count - 1] = Run(place: place, fields: last.fields.lowerBound..<index + 1)
            } else {
                runs.append(Run(place: place, fields: index..<index + 1))
            }
        }
        self.runs = runs
    }

    /// Writes the registers into a stretch of the image that begins at `firstOffset`; says how many numbers did not fit theirs.
    func write(_ evaluator: inout Evaluator, _ words: inout MutableSpan<UInt16>, firstOffset: Int = 0) -> Int {
        let (numbers, powersOfTen) = (numbers.span, powersOfTen.span)
        var saturated = 0
        for run in runs {
            if let number = evaluator.number(run.place) {
                for index in run.fields {
                    let (bits, isSaturated) = numbers[index].bits(number, powersOfTen)
                    numbers[index].write(bits, &words, firstOffset: firstOffset)
                    if isSaturated { saturated += 1 }
                }
            } else {
                for index in run.fields {
                    numbers[index].write(numbers[index].missing, &words, firstOffset: firstOffset)
                }
            }
        }
        for text in texts { text.write(evaluator.text(text.place) ?? "", &words, firstOffset: firstOffset) }
        return saturated
    }

    /// Writes each type's own sign for "not available".
    func writeUnavailable(_ words: inout MutableSpan<UInt16>) {
        for number in numbers { number.write(number.type.notAvailable, &words, firstOffset: 0) }
        for text in texts { text.write("", &words, firstOffset: 0) }
    }

    /// The places in the image that it writes.
    var offsets: [Range<Int>] {
        numbers.map { $0.offset..<$0.offset + $0.type.wordCount }
            + texts.map { $0.offset..<$0.offset + ($0.length + 1) / 2 }
    }
}

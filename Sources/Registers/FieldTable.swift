// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// Registers of an image that are written together, those of one value side by side: it is worked out once for all of them.
struct FieldTable: Sendable, Equatable {
    /// The registers of a value that is calculated.
    private struct Run: Sendable, Equatable {
        let place: ExpressionTable.Place
        let fields: Range<Int>
    }

    /// The registers of a quantity as it is, which most are.
    private struct QuantityRun: Sendable, Equatable {
        /// The quantity's place in a reading's values.
        let index: Int
        let fields: Range<Int>
    }

    private let runs: [Run]
    private let quantities: [QuantityRun]
    private let numbers: [NumberField]
    private let qualities: [QualityField]
    /// What each of the numbers reads as while it is not available.
    private let unavailable: [UInt64]
    private let texts: [TextField]
    /// At hand here: where it is at home it costs a call each time.
    private let powersOfTen = Decimal.powersOfTen

    /// - Parameter expressions: takes the registers' expressions in.
    init(_ fields: [ImageLayout.Field], _ expressions: inout ExpressionTable) {
        texts = fields.compactMap { field in
            guard case .text(let length) = field.register.type else { return nil }
            return TextField(place: expressions.add(text: field.register.value), offset: field.offset, length: length)
        }
        qualities = fields.compactMap { QualityField($0) }
        let placed = fields.filter { !$0.register.type.isText && QualityField($0) == nil }.map { field in
            (field: field, place: expressions.add(field.register.value))
        }
        let sorted = placed.sorted { $0.place < $1.place }
        numbers = sorted.map { NumberField($0.field.register, offset: $0.field.offset) }
        unavailable = sorted.map(\.field.register.notAvailable)
        var runs: [Run] = []
        for (index, (field, place)) in sorted.enumerated() {
            // What is counted while it is worked out is counted for each register.
            if let last = runs.last, last.place == place, !field.register.value.hasObject {
                runs[runs.count - 1] = Run(place: place, fields: last.fields.lowerBound..<index + 1)
            } else {
                runs.append(Run(place: place, fields: index..<index + 1))
            }
        }
        var quantities: [QuantityRun] = []
        var calculated: [Run] = []
        for run in runs {
            if case .measured(let quantity) = expressions.nodes[Int(run.place)] {
                quantities.append(QuantityRun(index: Int(quantity.rawValue), fields: run.fields))
            } else {
                calculated.append(run)
            }
        }
        self.quantities = quantities
        self.runs = calculated
    }

    /// Writes the registers into a stretch of the image that begins at `firstOffset`; says how many numbers did not fit theirs.
    ///
    /// - Parameter onMissing: the words are what `writeMissing` made of them, so that only what is known has to be written:
    ///   most meters say a quarter of what a map has room for.
    func write(
        _ evaluator: inout Evaluator,
        _ words: inout MutableSpan<UInt16>,
        firstOffset: Int = 0,
        onMissing: Bool = false
    ) -> Int {
        var saturated = 0
        // The evaluator counts while it works, so what is looked at meanwhile is not its own.
        let all = evaluator.values.values
        let values = all.span
        for run in quantities {
            let value = values[run.index]
            if case .notAvailable = value.quality {
                if !onMissing { writeMissing(run.fields, &words, firstOffset: firstOffset) }
            } else {
                saturated += write(value.number, run.fields, &words, firstOffset: firstOffset)
            }
        }
        for run in runs {
            if let number = evaluator.number(run.place) {
                saturated += write(number, run.fields, &words, firstOffset: firstOffset)
            } else if !onMissing {
                writeMissing(run.fields, &words, firstOffset: firstOffset)
            }
        }
        if evaluator.hasReading {
            for quality in qualities { quality.write(values[quality.index].quality, &words, firstOffset: firstOffset) }
        } else if !onMissing {
            for quality in qualities { quality.writeMissing(&words, firstOffset: firstOffset) }
        }
        for text in texts { text.write(evaluator.text(text.place) ?? "", &words, firstOffset: firstOffset) }
        return saturated
    }

    /// Writes a number into each of its registers; says how many it did not fit.
    @inline(__always)
    private func write(
        _ number: Decimal,
        _ fields: Range<Int>,
        _ words: inout MutableSpan<UInt16>,
        firstOffset: Int
    ) -> Int {
        let (numbers, powersOfTen) = (numbers.span, powersOfTen.span)
        var saturated = 0
        for index in fields {
            let (bits, isSaturated) = numbers[index].bits(number, powersOfTen)
            numbers[index].write(bits, &words, firstOffset: firstOffset)
            if isSaturated { saturated += 1 }
        }
        return saturated
    }

    private func writeMissing(_ fields: Range<Int>, _ words: inout MutableSpan<UInt16>, firstOffset: Int) {
        for index in fields { numbers[index].write(numbers[index].missing, &words, firstOffset: firstOffset) }
    }

    /// Writes what each register reads as whose value is not known.
    func writeMissing(_ words: inout MutableSpan<UInt16>) {
        writeMissing(numbers.indices, &words, firstOffset: 0)
        for quality in qualities { quality.writeMissing(&words, firstOffset: 0) }
        for text in texts { text.write("", &words, firstOffset: 0) }
    }

    /// Writes each register's own sign for "not available".
    func writeUnavailable(_ words: inout MutableSpan<UInt16>) {
        for quality in qualities { quality.writeUnavailable(&words) }
        for (number, bits) in zip(numbers, unavailable) { number.write(bits, &words, firstOffset: 0) }
        for text in texts { text.write("", &words, firstOffset: 0) }
    }

    /// The places in the image that it writes.
    var offsets: [Range<Int>] {
        numbers.map { $0.offset..<$0.offset + $0.type.wordCount } + qualities.map { $0.offset..<$0.offset + 1 }
            + texts.map { $0.offset..<$0.offset + ($0.length + 1) / 2 }
    }
}

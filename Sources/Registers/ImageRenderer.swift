// SPDX-License-Identifier: Apache-2.0

package import Metering
import Telegrams

/// Makes register images of one map.
package struct ImageRenderer: Sendable {
    package let map: RegisterMap
    package let layout: ImageLayout
    /// The image with its constants in it; every other field is written anew each time.
    private let background: [UInt16]
    private let changing: [ImageLayout.Field]
    private let status: [ImageLayout.Field]

    package init(_ map: RegisterMap) {
        self.map = map
        layout = ImageLayout(map)
        var constants = RegisterImage(words: layout.background)
        var context = EvaluationContext(reading: nil, identity: nil, status: StatusValues())
        for field in layout.fields where field.register.value.liveness == .constant {
            field.write(&context, &constants)
        }
        background = constants.words
        changing = layout.fields.filter { $0.register.value.liveness != .constant }
        status = layout.fields.filter { $0.register.value.liveness == .status }
    }

    /// The quantity that consumers of this map can't do without and that the reading lacks.
    package func missingVital(in reading: Reading) -> Quantity? {
        map.vitalQuantities.first { reading[$0] == nil }
    }

    /// The image of a reading; of none, before the first telegram: what the meter would say reads as missing.
    package func image(of reading: Reading?, identity: MeterIdentity?, status: StatusValues) -> RegisterImage {
        var image = RegisterImage(words: background)
        var context = EvaluationContext(reading: reading, identity: identity, status: status)
        for field in changing { field.write(&context, &image) }
        image.unfitUnits = context.unfitUnits
        return image
    }

    /// The image for consumers that are told "not available": every live register its type's own sign for that, whatever the
    /// map says of missing quantities.
    package func unavailableImage(identity: MeterIdentity?, status: StatusValues) -> RegisterImage {
        var image = RegisterImage(words: background)
        var context = EvaluationContext(reading: nil, identity: identity, status: status)
        for field in changing {
            if field.register.value.liveness == .live {
                field.write(bits: field.register.type.notAvailable, &image.words)
            } else {
                field.write(&context, &image)
            }
        }
        return image
    }

    /// Writes the status registers anew into a stretch of the image that begins at `firstOffset`. Allocates nothing.
    package func refreshStatus(_ words: inout MutableSpan<UInt16>, firstOffset: Int, status values: StatusValues) {
        var context = EvaluationContext(reading: nil, identity: nil, status: values)
        for field in status {
            let start = field.offset - firstOffset
            let count = field.register.type.wordCount
            guard start < words.count, start + count > 0 else { continue }
            let places = max(0, -start)..<min(count, words.count - start)
            if case .text(let length) = field.register.type {
                let text = field.register.value.text(&context) ?? ""
                for index in places { words[start + index] = field.word(index, of: text, length) }
            } else {
                let (bits, _) = field.bits(&context)
                for index in places { words[start + index] = field.word(index, of: bits) }
            }
        }
    }
}

extension ImageLayout.Field {
    /// Evaluates the register's value and writes it.
    func write(_ context: inout EvaluationContext, _ image: inout RegisterImage) {
        if case .text(let length) = register.type {
            let text = register.value.text(&context) ?? ""
            for index in 0..<register.type.wordCount { image.words[offset + index] = word(index, of: text, length) }
            return
        }
        let (bits, isSaturated) = bits(&context)
        if isSaturated { image.saturated += 1 }
        write(bits: bits, &image.words)
    }

    /// Writes the bits of a number; a text has none and is emptied.
    func write(bits: UInt64, _ words: inout [UInt16]) {
        for index in 0..<register.type.wordCount {
            words[offset + index] = register.type.isText ? 0 : word(index, of: bits)
        }
    }

    fileprivate func bits(_ context: inout EvaluationContext) -> (bits: UInt64, isSaturated: Bool) {
        guard let number = register.value.number(&context) else {
            return (register.missing.bits(register.type), false)
        }
        return RegisterValue.bits(number, factor: register.factor, type: register.type)
    }

    fileprivate func word(_ index: Int, of bits: UInt64) -> UInt16 {
        let place = register.order == .highFirst ? register.type.wordCount - 1 - index : index
        return UInt16(truncatingIfNeeded: bits >> UInt64(16 * place))
    }

    /// Two characters, the first in the high byte; zeros behind the last one.
    fileprivate func word(_ index: Int, of text: String, _ length: Int) -> UInt16 {
        let characters = text.utf8.prefix(length).dropFirst(2 * index)
        return UInt16(characters.first ?? 0) << 8 | UInt16(characters.dropFirst().first ?? 0)
    }
}

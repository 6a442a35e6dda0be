// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Telegrams

/// Makes register images of one map.
package struct ImageRenderer: Sendable {
    package let map: RegisterMap
    package let layout: ImageLayout
    private let expressions: ExpressionTable
    private let identity: FieldTable
    private let status: FieldTable
    private let live: FieldTable
    /// The image with its constants in it; what the meter would say reads as missing.
    private let background: [UInt16]
    private let vital: [Quantity]

    package init(_ map: RegisterMap) {
        self.map = map
        layout = ImageLayout(map)
        vital = map.vitalQuantities
        var expressions = ExpressionTable()
        let fields = { [layout] (liveness: Liveness) in
            layout.fields.filter { $0.register.value.liveness == liveness }
        }
        let constants = FieldTable(fields(.constant), &expressions)
        identity = FieldTable(fields(.identity), &expressions)
        status = FieldTable(fields(.status), &expressions)
        live = FieldTable(fields(.live), &expressions)
        expressions.finish()
        self.expressions = expressions
        var words = layout.background
        var span = words.mutableSpan
        var evaluator = Evaluator(expressions, identity: nil, status: StatusValues())
        // None is outside of its range: that is checked when the map is read.
        _ = constants.write(&evaluator, &span)
        live.writeMissing(&span)
        background = words
    }

    /// The quantity that consumers of this map can't do without and that the reading lacks.
    package func missingVital(in reading: Reading) -> Quantity? {
        vital.first { reading[$0] == nil }
    }

    /// Whether the other makes the same images of the same reading, but for the words of `identityOffsets`.
    package func rendersLike(_ other: ImageRenderer) -> Bool {
        layout.spans == other.layout.spans && layout.alone == other.layout.alone
            && layout.accepted == other.layout.accepted && layout.liveness == other.layout.liveness
            && background == other.background
            && vital == other.vital && expressions == other.expressions && live == other.live
            && status == other.status && identity == other.identity
    }

    /// Where the words stand that say who a consumer is.
    package var identityOffsets: [Range<Int>] { identity.offsets }

    /// Whether what the meter measures is mixed with who the consumer is in any register.
    package var mixesIdentity: Bool {
        layout.fields.contains { field in
            field.register.value.liveness != .identity
                && field.register.value.quantities.contains { MeterIdentity.ownQuantities.contains($0) }
        }
    }

    /// What does not change from one telegram to the next: constants, and the consumer's identity.
    package func ground(_ identity: MeterIdentity?) -> RegisterImage {
        var image = RegisterImage(words: background)
        var evaluator = Evaluator(expressions, identity: identity, status: StatusValues())
        var words = image.words.mutableSpan
        image.saturated = self.identity.write(&evaluator, &words)
        return image
    }

    /// Where the objects that the map names stand in telegrams like this reading's.
    package func objectPlaces(in reading: Reading) -> ObjectPlaces {
        ObjectPlaces(expressions.objects, in: reading)
    }

    /// The image of a reading. Allocates nothing but the image, unless a text of the telegram is in it.
    ///
    /// - Parameters:
    ///   - places: those of the reading's objects.
    ///   - ground: that of the identity.
    package func image(
        of reading: Reading,
        _ places: ObjectPlaces,
        on ground: RegisterImage,
        identity: MeterIdentity?,
        status: StatusValues
    ) -> RegisterImage {
        var evaluator = Evaluator(expressions, reading, places, identity: identity, status: status)
        return image(&evaluator, on: ground)
    }

    /// The image of a reading; of none, before the first telegram: what the meter would say reads as missing.
    package func image(of reading: Reading?, identity: MeterIdentity?, status: StatusValues) -> RegisterImage {
        let ground = ground(identity)
        if let reading {
            return image(of: reading, objectPlaces(in: reading), on: ground, identity: identity, status: status)
        }
        var evaluator = Evaluator(expressions, identity: identity, status: status)
        return image(&evaluator, on: ground)
    }

    private func image(_ evaluator: inout Evaluator, on ground: RegisterImage) -> RegisterImage {
        var image = ground
        var words = image.words.mutableSpan
        let saturated = live.write(&evaluator, &words, onMissing: true) + status.write(&evaluator, &words)
        image.saturated += saturated
        image.unfitUnits = evaluator.unfitUnits
        return image
    }

    /// The image for consumers that are told "not available": every live register its own sign for that, whatever the
    /// map says of missing quantities.
    package func unavailableImage(identity: MeterIdentity?, status: StatusValues) -> RegisterImage {
        var image = ground(identity)
        var evaluator = Evaluator(expressions, identity: identity, status: status)
        var words = image.words.mutableSpan
        live.writeUnavailable(&words)
        _ = self.status.write(&evaluator, &words)
        return image
    }

    /// The image for consumers that are told fixed values: a live register that names none of them reads as in
    /// `unavailableImage`, and so does one that takes more than is told. Whatever has a value there is an estimate.
    package func substituteImage(
        _ substitutes: [Quantity: Decimal],
        identity: MeterIdentity?,
        status: StatusValues
    ) -> RegisterImage {
        var image = unavailableImage(identity: identity, status: status)
        var expressions = ExpressionTable()
        let told = layout.fields.filter { field in
            let value = field.register.value
            return value.liveness == .live && value.quantities.contains { substitutes[$0] != nil }
        }
        let fields = FieldTable(told, &expressions)
        expressions.finish()
        var evaluator = Evaluator(
            expressions,
            ReadingValues(estimates: substitutes),
            identity: identity,
            status: status
        )
        var words = image.words.mutableSpan
        image.saturated += fields.write(&evaluator, &words, onMissing: true)
        return image
    }

    /// The image for consumers that are told zero for everything that a meter measures.
    package func zeroImage(identity: MeterIdentity?, status: StatusValues) -> RegisterImage {
        var image = ground(identity)
        var evaluator = Evaluator(expressions, identity: identity, status: status)
        var words = image.words.mutableSpan
        for offset in layout.liveness.indices where layout.liveness[offset] == .live { words[offset] = 0 }
        _ = self.status.write(&evaluator, &words)
        return image
    }

    /// Writes the status registers anew into a stretch of the image that begins at `firstOffset`. Allocates nothing.
    package func refreshStatus(_ words: inout MutableSpan<UInt16>, firstOffset: Int, status values: StatusValues) {
        var evaluator = Evaluator(expressions, identity: nil, status: values)
        _ = status.write(&evaluator, &words, firstOffset: firstOffset)
    }
}

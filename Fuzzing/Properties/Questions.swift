// SPDX-License-Identifier: Apache-2.0

import Metering
package import Telegrams

/// Asks telegrams and their readings everything that the program ever asks.
package struct Questions {
    private var guardian = PlausibilityGuard()
    /// Remembers the layout of the telegram before; must never say anything else than one that remembers nothing.
    private var reader = TelegramReader()
    private var arrival = ContinuousClock.now
    /// The length of all answers, so that no question is optimised away.
    private var answers = 0

    /// Begins with a guard that remembers nothing.
    package init() {}

    /// Asks the next telegram of a stream; ends the program where an answer contradicts another.
    package mutating func ask(_ telegram: Telegram) {
        hear(telegram.identification)
        for oddity in telegram.oddities { hear(oddity) }
        for object in telegram.objects { ask(telegram, object) }
        require(
            Questions.indexedAlone(telegram)?.hasSameIndex(as: telegram) ?? true,
            "it is indexed by what came before"
        )
        let alone = Reading(telegram)
        let remembering = reader.reading(of: telegram)
        for quantity in Quantity.allCases {
            require(
                alone[quantity] == remembering[quantity] && alone.origin(quantity) == remembering.origin(quantity),
                "\(quantity.name) depends on the telegram before"
            )
        }
        require(alone.doubts == remembering.doubts, "doubts depend on the telegram before")
        ask(alone)
        ask(Reading(telegram, standardOffset: 0))
    }

    /// The same bytes without a telegram before them; `nil` where only its checksum let it be accepted or ended it.
    private static func indexedAlone(_ telegram: Telegram) -> Telegram? {
        var stream = DecodedStream(.none, learns: false)
        stream.decode((telegram.bytes + Array("\r\n".utf8))[...])
        stream.end(.finish)
        guard stream.outcomes.count == 1 else { return nil }
        return stream.accepted.first { $0.bytes == telegram.bytes }
    }

    private mutating func ask(_ telegram: Telegram, _ object: TelegramObject) {
        hear(object.code)
        require(ObisCode(object.code.description) == object.code, "\(object.code) is read as another code")
        require(telegram.object(object.code) != nil, "\(object.code) is listed but not found")
        let texts = telegram.texts(object)
        require(
            texts.count == object.groupCount,
            "\(object.code) has \(object.groupCount) groups, \(texts.count) texts"
        )
        for index in 0..<object.groupCount {
            hear(texts[index])
            guard let bytes = telegram.bytes(object, index) else { continue }
            hear(OctetString.text(bytes))
            if let clock = MeterClock(bytes) { answers &+= Int(clock.secondsSince1970(standardOffset: 3600)) }
            if let measurement = telegram.measurement(object, index) {
                hear(measurement.number)
                hear(measurement.unit)
                require(measurement.number.double.isFinite, "\(object.code) is not finite")
            }
        }
        require(telegram.text(object, object.groupCount) == nil, "\(object.code) has a group behind its last")
    }

    private mutating func ask(_ reading: Reading) {
        for quantity in Quantity.allCases {
            let value = reading[quantity]
            require((value == nil) == (reading.origin(quantity) == .absent), "\(quantity) comes from nowhere")
            require((value == nil) == (reading.source(quantity) == nil), "\(quantity) has no source")
            if let value {
                hear(value)
                require(value.double.isFinite, "\(quantity) is not finite")
            }
            hear(reading.source(quantity) ?? "")
            hear(reading.text(quantity) ?? "")
        }
        for code in reading.unknownCodes { hear(code) }
        for doubt in reading.doubts { hear(doubt) }
        for submeter in reading.submeters {
            hear(submeter.value)
            hear(reading.identifier(of: submeter) ?? "")
        }
        arrival += .seconds(1)
        if case .valid = reading.telegram.checksum {
            guardian.note(reading, at: arrival)
        } else {
            hear(guardian.objection(to: reading, at: arrival) ?? "")
        }
    }

    private mutating func hear(_ answer: some CustomStringConvertible) {
        answers &+= answer.description.utf8.count
    }
}

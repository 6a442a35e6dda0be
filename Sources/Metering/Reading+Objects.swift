// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Reading {
    /// Takes what needs a closer look than a number in its usual unit.
    mutating func takeObjects(_ plan: ReadingPlan) {
        takeClock(plan.clock)
        for inspection in plan.inspections { take(inspection) }
        if let tariff = plan.tariff { takeTariff(tariff) }
        if let breaker = plan.breaker { takeBreaker(breaker) }
        if let limiter = plan.limiter { takeLimiter(limiter) }
        if let peak = plan.peak { takePeak(peak) }
    }

    private mutating func take(_ inspection: ReadingPlan.Inspection) {
        let object = telegram.objects[inspection.object]
        guard let value = telegram.measurement(object)?.number.converted(by: inspection.ratio) else { return }
        if inspection.quantity.isPowerFactor, value.absolute > Decimal(1) {
            values.setUnreadable(inspection.quantity)
            return doubt(object, .powerFactor(value))
        }
        if inspection.quantity.isFuse, Reading.isNotSet(value) { return }
        values.set(inspection.quantity, value, sentBy: inspection.object)
    }

    private mutating func takeClock(_ source: ReadingPlan.ClockSource) {
        switch source {
        case .none: return
        case .oneLine(let index):
            guard let bytes = telegram.bytes(telegram.objects[index]) else { return }
            clock = MeterClock(bytes)
        case .twoLines(let date, let time):
            guard let date = telegram.bytes(telegram.objects[date]), let time = telegram.bytes(telegram.objects[time])
            else { return }
            clock = MeterClock(date: date, time: time)
        }
        let seconds = clock?.secondsSince1970(standardOffset: standardOffset)
        values.derive(.meterTime, .meterClock, seconds.map { Decimal($0) })
    }

    /// The month's highest quarter hour: time stamp and value, in either order.
    private mutating func takePeak(_ index: Int) {
        let object = telegram.objects[index]
        for group in 0..<object.groupCount {
            if let measurement = telegram.measurement(object, group), measurement.unit != .none {
                guard let value = Reading.value(measurement, in: .watt) else { continue }
                values.set(.demandImportPeak, value, sentBy: index)
            } else if let stamp = telegram.bytes(object, group).flatMap({ MeterClock($0) }) {
                let seconds = stamp.secondsSince1970(standardOffset: standardOffset)
                values.set(.demandImportPeakTime, Decimal(seconds), sentBy: index)
            }
        }
        guard !values.has(.demandImportPeak) else { return }
        if telegram.texts(object).contains(where: { !$0.isEmpty }) { refuse(object, .demandImportPeak) }
    }

    /// A number, its characters in hexadecimal (`5431` is T1), or words that end in one (`TARIFF 1`).
    private mutating func takeTariff(_ index: Int) {
        let object = telegram.objects[index]
        guard let bytes = telegram.bytes(object), !bytes.isEmpty else { return }
        let said = telegram.measurement(object)
        if let said, said.unit == .none, let number = said.number.integer, Reading.isTariff(number) {
            return values.set(.tariff, said.number, sentBy: index)
        }
        let hasUnit = said.map { $0.unit != .none } ?? false
        guard !hasUnit, let number = Reading.endingNumber(Array(bytes)), Reading.isTariff(number) else {
            return refuse(object, .tariff)
        }
        values.set(.tariff, Decimal(number), sentBy: index)
    }

    /// Sixteen is the highest there is (P1 companion standard 5.0.2, table of section 6.12).
    private static func isTariff(_ number: Int64) -> Bool { (0...16).contains(number) }

    /// The digits behind the last letter of a text, or of a text in hexadecimal.
    private static func endingNumber(_ characters: [UInt8]) -> Int64? {
        let text = characters.count == 4 ? OctetString.hexadecimalText(characters) ?? characters : characters
        let digits = text.reversed().prefix { $0 &- UInt8(ascii: "0") <= 9 }.reversed()
        guard digits.count < text.count, let before = text.dropLast(digits.count).last else { return nil }
        let isWord = before == UInt8(ascii: " ") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(before | 0x20)
        return isWord ? Int64(String(decoding: digits, as: UTF8.self)) : nil
    }

    private mutating func takeBreaker(_ index: Int) {
        let object = telegram.objects[index]
        guard let bytes = telegram.bytes(object), !bytes.isEmpty else { return }
        if let said = telegram.measurement(object), said.unit == .none, let state = said.number.integer,
            (0...2).contains(state)
        {
            return values.set(.breaker, Decimal(state), sentBy: index)
        }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "on": values.set(.breaker, Decimal(1), sentBy: index)
        case "off": values.set(.breaker, .zero, sentBy: index)
        default: refuse(object, .breaker)
        }
    }

    /// DSMR 2 and 3 limit the current, later ones the power, Luxembourg the apparent power: all by the same code.
    private mutating func takeLimiter(_ index: Int) {
        let object = telegram.objects[index]
        guard let measurement = telegram.measurement(object) else {
            if telegram.bytes(object)?.isEmpty == false { refuse(object, .limitPower) }
            return
        }
        guard !Reading.isNotSet(measurement.number) else { return }
        for quantity in [Quantity.limitPower, .limitCurrent, .limitApparent] {
            guard let value = Reading.value(measurement, in: quantity.unit) else { continue }
            return values.set(quantity, value, sentBy: index)
        }
        doubt(object, .unit(measurement.unit, of: .limitPower))
    }

    /// A limit of nothing but nines is none: `99.999*kW`, `999*A`. One below 99 may be meant.
    private static func isNotSet(_ limit: Decimal) -> Bool {
        limit.mantissa >= 999 && limit > Decimal(99) && Decimal.powersOfTen.contains(limit.mantissa + 1)
    }

    /// It was sent, but as nothing that it can be.
    private mutating func refuse(_ object: TelegramObject, _ quantity: Quantity) {
        values.setUnreadable(quantity)
        doubt(object, .unreadable(quantity))
    }

    mutating func doubt(_ object: TelegramObject, _ kind: Doubt.Kind) {
        doubts.append(Doubt(line: object.line, code: object.code, kind: kind))
    }

    static func value(_ measurement: Measurement, in unit: Unit) -> Decimal? {
        let sent = measurement.unit == .none ? unit.customary : Unit(measurement.unit)
        return sent?.conversion(to: unit).flatMap { measurement.number.converted(by: $0) }
    }
}

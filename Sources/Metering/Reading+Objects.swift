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
    }

    /// A number, its characters in hexadecimal (`5431` is T1), or words that end in one (`TARIFF 1`).
    private mutating func takeTariff(_ index: Int) {
        let object = telegram.objects[index]
        guard let bytes = telegram.bytes(object), !bytes.isEmpty else { return }
        if let number = telegram.measurement(object)?.number.integer,
            (0...Int64(Reading.greatestTariff)).contains(number)
        {
            return values.set(.tariff, Decimal(number), sentBy: index)
        }
        let characters = Array(bytes)
        let text = characters.count == 4 ? OctetString.hexadecimalText(characters) ?? characters : characters
        guard let digit = text.last.map({ $0 &- UInt8(ascii: "0") }), digit <= 9, text.count > 1, !text.isNumber else {
            return doubt(object, .unreadable(.tariff))
        }
        values.set(.tariff, Decimal(Int64(digit)), sentBy: index)
    }

    /// The highest tariff there is (P1 companion standard 5.0.2, table of section 6.12).
    private static let greatestTariff = 16

    private mutating func takeBreaker(_ index: Int) {
        let object = telegram.objects[index]
        guard let bytes = telegram.bytes(object), !bytes.isEmpty else { return }
        if let number = telegram.measurement(object)?.number { return values.set(.breaker, number, sentBy: index) }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "on": values.set(.breaker, Decimal(1), sentBy: index)
        case "off": values.set(.breaker, .zero, sentBy: index)
        default: doubt(object, .unreadable(.breaker))
        }
    }

    /// DSMR 2 and 3 limit the current, later ones the power, Luxembourg the apparent power: all by the same code.
    private mutating func takeLimiter(_ index: Int) {
        guard let measurement = telegram.measurement(telegram.objects[index]) else { return }
        guard !Reading.isNotSet(measurement.number) else { return }
        for quantity in [Quantity.limitPower, .limitCurrent, .limitApparent] {
            guard let value = Reading.value(measurement, in: quantity.unit) else { continue }
            return values.set(quantity, value, sentBy: index)
        }
        doubt(telegram.objects[index], .unit(measurement.unit, of: .limitPower))
    }

    /// A limit of nothing but nines is none: `999.9*kW`, `999*A`.
    private static func isNotSet(_ limit: Decimal) -> Bool {
        limit.mantissa >= 999 && Decimal.powersOfTen.contains(limit.mantissa + 1)
    }

    mutating func doubt(_ object: TelegramObject, _ kind: Doubt.Kind) {
        doubts.append(Doubt(line: object.line, code: object.code, kind: kind))
    }

    static func value(_ measurement: Measurement, in unit: Unit) -> Decimal? {
        let sent = measurement.unit == .none ? unit.customary : Unit(measurement.unit)
        return sent?.conversion(to: unit).flatMap { measurement.number.converted(by: $0) }
    }
}

extension [UInt8] {
    fileprivate var isNumber: Bool { allSatisfy { $0 &- UInt8(ascii: "0") <= 9 } }
}

// SPDX-License-Identifier: Apache-2.0

package import Telegrams

extension Reading {
    /// Reads everything that is known out of a telegram.
    ///
    /// - Parameter standardOffset: seconds that the country's winter time is ahead of UTC; `nil` takes central European time,
    ///   and UTC for meters that send their clock in two lines (Iceland).
    package init(_ telegram: Telegram, standardOffset: Int64? = nil) {
        self.init(telegram: telegram)
        for object in telegram.objects { take(object) }
        takePeak(standardOffset ?? 3600)
        takeExportedApparent()
        takeIdentity()
        takeClock(standardOffset)
        takeSubmeters(standardOffset ?? 3600)
        deriveTotals()
        derivePhases()
    }

    private mutating func take(_ object: TelegramObject) {
        switch object.code.medium {
        case 1: takeElectricity(object)
        case 0 where object.code.channel == 0: takeAbstract(object)
        default: break
        }
    }

    /// The objects that say one electrical value each. Channel 0 is the meter's own; Swiss meters send their totals on 1-1.
    private mutating func takeElectricity(_ object: TelegramObject) {
        guard object.code.channel <= 1 else { return }
        if let quantity = Reading.quantity(object.code.kind) {
            takeMeasurement(object, quantity)
        }
    }

    private mutating func takeAbstract(_ object: TelegramObject) {
        switch object.code.kind {
        case ObisCode.kind(96, 14, 0): takeMeasurement(object, .tariff)
        case ObisCode.kind(96, 7, 21): takeMeasurement(object, .failures)
        case ObisCode.kind(96, 7, 9): takeMeasurement(object, .failuresLong)
        default: break
        }
    }

    /// Takes a number in whatever unit it was sent; without a unit, in the one that meters send it in.
    private mutating func takeMeasurement(_ object: TelegramObject, _ quantity: Quantity) {
        guard let measurement = telegram.measurement(object) else { return }
        guard let value = Reading.value(measurement, in: quantity.unit) else {
            doubts.append(
                "line \(object.line): \(object.code) has the unit \(measurement.unit), which is none of \(quantity.name)"
            )
            return
        }
        // A power factor beyond ±1 is a firmware's mistake; some Hungarian meters print 4.556.
        if quantity.isPowerFactor, value.absolute > Decimal(1) {
            doubts.append("line \(object.line): \(object.code) is \(value), but a power factor is never beyond 1")
            return
        }
        set(quantity, value, .sent(object.code))
    }

    /// The month's highest quarter hour: time stamp and value, in either order.
    private mutating func takePeak(_ standardOffset: Int64) {
        let isPeak = { (code: ObisCode) in
            code.medium == 1 && code.channel <= 1 && code.kind == ObisCode.kind(1, 6, 0)
        }
        guard let object = telegram.objects.last(where: { isPeak($0.code) }) else { return }
        for index in 0..<object.groupCount {
            if let measurement = telegram.measurement(object, index), measurement.unit != .none,
                let value = Reading.value(measurement, in: .watt)
            {
                set(.demandImportPeak, value, .sent(object.code))
            } else if let stamp = telegram.bytes(object, index).flatMap({ MeterClock($0) }) {
                let seconds = stamp.secondsSince1970(standardOffset: standardOffset)
                set(.demandImportPeakTime, Decimal(seconds), .sent(object.code))
            }
        }
    }

    /// Meters that tell apparent power by direction send 0 for the other one: what flows is whichever is greater.
    private mutating func takeExportedApparent() {
        for (quantity, code) in Reading.exportedApparent {
            guard let measurement = telegram.object(code).flatMap({ telegram.measurement($0) }) else { continue }
            guard let value = Reading.value(measurement, in: .voltAmpere), value > self[quantity] ?? .zero else {
                continue
            }
            set(quantity, value, .sent(code))
        }
    }

    static func value(_ measurement: Measurement, in unit: Unit) -> Decimal? {
        let sent = measurement.unit == .none ? unit.customary : Unit(measurement.unit)
        return sent?.conversion(to: unit).flatMap { measurement.number.converted(by: $0) }
    }

    private mutating func takeIdentity() {
        let codes = [
            ObisCode(0, 0, 96, 1, 0), ObisCode(0, 0, 96, 1, 1), ObisCode(0, 0, 42, 0, 0), ObisCode(1, 0, 0, 0, 0),
        ]
        let telegram = telegram
        meterID = codes.lazy
            .compactMap { telegram.object($0) }
            .compactMap { telegram.bytes($0) }
            .map { OctetString.text($0) }
            .first { !$0.isEmpty }
    }

    private mutating func takeClock(_ standardOffset: Int64?) {
        if let object = telegram.object(ObisCode(0, 0, 1, 0, 0)), let bytes = telegram.bytes(object) {
            clock = MeterClock(bytes)
            derive(
                .meterTime,
                .meterClock,
                clock.map { Decimal($0.secondsSince1970(standardOffset: standardOffset ?? 3600)) }
            )
        } else if let time = telegram.object(ObisCode(1, 0, 0, 9, 1)).flatMap({ telegram.bytes($0) }),
            let date = telegram.object(ObisCode(1, 0, 0, 9, 2)).flatMap({ telegram.bytes($0) })
        {
            clock = MeterClock(date: date, time: time)
            derive(
                .meterTime,
                .meterClock,
                clock.map { Decimal($0.secondsSince1970(standardOffset: standardOffset ?? 0)) }
            )
        }
    }

    private mutating func takeSubmeters(_ standardOffset: Int64) {
        submeters = Submeter.all(in: telegram)
        // After a meter was replaced the old channel stays and says the same for ever: the newest stamp wins.
        let newestFirst = submeters.sorted { left, right in
            let (a, b) = (left.captured?.wallSeconds ?? 0, right.captured?.wallSeconds ?? 0)
            return a == b ? left.channel < right.channel : a > b
        }
        for submeter in newestFirst {
            guard let (value, age) = freePlace(submeter) else { continue }
            set(value, submeter.value, .sent(submeter.code))
            if let clock, let captured = submeter.captured {
                let seconds =
                    clock.secondsSince1970(standardOffset: standardOffset)
                    - captured.secondsSince1970(standardOffset: standardOffset)
                if let age { derive(age, .timeStamp, Decimal(max(0, seconds))) }
            }
        }
        takeHeatValues()
    }

    private func freePlace(_ submeter: Submeter) -> (Quantity, Quantity?)? {
        let places: [(Quantity, Quantity?)]
        switch submeter.medium {
        case .gas: places = [(.gasVolume, .gasVolumeAge), (.gas2Volume, .gas2VolumeAge)]
        case .water: places = [(.waterVolume, .waterVolumeAge), (.water2Volume, .water2VolumeAge)]
        case .warmWater: places = [(.water2Volume, .water2VolumeAge)]
        case .heat where submeter.unit == .cubicMetre: places = [(.heatVolume, nil)]
        case .heat: places = [(.heatEnergy, .heatEnergyAge), (.heat2Energy, .heat2EnergyAge)]
        case .cooling: places = [(.coolingEnergy, .coolingEnergyAge)]
        case .electricity: places = []
        }
        return places.first { self[$0.0] == nil }
    }

    private mutating func takeHeatValues() {
        guard let heat = submeters.first(where: { $0.medium == .heat && $0.unit == .cubicMetre }) else { return }
        guard let objects = HeatObjects(telegram, channel: heat.channel) else { return }
        let channel = heat.channel
        if let flow = objects.flow { set(.heatFlow, flow, .sent(ObisCode(0, channel, 24, 2, 2))) }
        if let supply = objects.supply { set(.heatSupply, supply, .sent(ObisCode(0, channel, 24, 2, 3))) }
        if let returning = objects.returning { set(.heatReturn, returning, .sent(ObisCode(0, channel, 24, 2, 4))) }
    }
}

extension Unit {
    /// The unit in which meters send this one's kind of value when they leave the unit out.
    var customary: Unit {
        switch self {
        case .watt, .voltAmpere, .reactiveVoltAmpere:
            Unit("", dimension, Ratio(size.numerator, size.denominator, exponent: size.exponent + 3))
        default: self
        }
    }
}

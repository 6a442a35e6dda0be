// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// A meter that hangs on the electricity meter's M-Bus: what it counts, who it is and what it said last.
package struct Submeter: Sendable {
    /// What a submeter counts, from its device type (EN 13757-3, table 3).
    package enum Medium: Sendable, Hashable {
        case gas
        case water
        case warmWater
        case heat
        case cooling
        case electricity

        init?(deviceType: Int64) {
            switch deviceType {
            case 2: self = .electricity
            case 3: self = .gas
            case 4, 12, 13: self = .heat
            case 6, 21: self = .warmWater
            case 7, 22: self = .water
            case 10, 11: self = .cooling
            default: return nil
            }
        }
    }

    /// The M-Bus channel, in order of installation: says nothing about the medium.
    package let channel: UInt8
    package let medium: Medium
    package let identifier: String?
    /// Cubic metres, or kilowatt-hours where it counts energy.
    package let value: Decimal
    package let unit: Unit
    package let code: ObisCode
    /// When the submeter's value was taken, by the electricity meter's clock.
    package let captured: MeterClock?

    /// The submeters of a telegram, found by type and not by channel. A channel without a type is a heat meter when it sends
    /// a flow and temperatures (Iceland), and unknown otherwise.
    static func all(in telegram: Telegram) -> [Submeter] {
        let channels = Set(telegram.objects.lazy.filter { isSubmeterValue($0.code) }.map(\.code.channel)).sorted()
        return channels.compactMap { Submeter(telegram, channel: $0) }
    }

    /// `0-n:24.2.1`, `0-n:24.2.3` (gas before temperature correction, Belgium) and the two-line `0-n:24.3.0`.
    private static func isSubmeterValue(_ code: ObisCode) -> Bool {
        guard code.medium == 0, code.channel > 0 else { return false }
        return valueKinds.contains(code.kind)
    }

    private static let valueKinds: [UInt32] = [
        ObisCode.kind(24, 2, 1), ObisCode.kind(24, 2, 3), ObisCode.kind(24, 3, 0),
    ]

    private init?(_ telegram: Telegram, channel: UInt8) {
        guard let medium = Submeter.medium(telegram, channel) else { return nil }
        let object = Submeter.valueKinds.lazy
            .compactMap { kind in
                telegram.objects.last { $0.code.medium == 0 && $0.code.channel == channel && $0.code.kind == kind }
            }
            .first { Submeter.value(telegram, $0) != nil }
        guard let object, let (number, unit) = Submeter.value(telegram, object) else { return nil }
        let stamp = telegram.bytes(object).flatMap { MeterClock($0) }
        // A channel without a meter sends zero without a unit, stamped "never".
        if stamp == nil, unit == nil, number.mantissa == 0 { return nil }
        let expected: Unit =
            medium == .heat || medium == .cooling || medium == .electricity ? .kilowattHour : .cubicMetre
        guard let (value, target) = Submeter.converted(number, unit ?? expected, expected) else { return nil }
        self.channel = channel
        self.medium = medium
        self.value = value
        self.unit = target
        code = object.code
        captured = stamp
        identifier = [ObisCode(0, channel, 96, 1, 0), ObisCode(0, channel, 96, 1, 1)].lazy
            .compactMap { telegram.object($0) }
            .compactMap { telegram.bytes($0) }
            .map { OctetString.text($0) }
            .first { !$0.isEmpty }
    }

    private static func medium(_ telegram: Telegram, _ channel: UInt8) -> Medium? {
        if let object = telegram.object(ObisCode(0, channel, 24, 1, 0)) {
            guard let type = telegram.measurement(object) else { return nil }
            return Medium(deviceType: type.number.mantissa)
        }
        return HeatObjects(telegram, channel: channel) == nil ? nil : .heat
    }

    /// The last group that is a number, and the unit it has, which DSMR 2 and 3 put into a group of its own.
    private static func value(_ telegram: Telegram, _ object: TelegramObject) -> (Decimal, Unit?)? {
        let last = object.groupCount - 1
        guard let measurement = telegram.measurement(object, last) else { return nil }
        if measurement.unit != .none {
            guard let unit = Unit(measurement.unit) else { return nil }
            return (measurement.number, unit)
        }
        guard last > 0 else { return nil }
        return (measurement.number, telegram.text(object, last - 1).flatMap { Unit($0) })
    }

    private static func converted(_ number: Decimal, _ unit: Unit, _ expected: Unit) -> (Decimal, Unit)? {
        for target in [expected, .cubicMetre] {
            if let ratio = unit.conversion(to: target), let value = number.converted(by: ratio) {
                return (value, target)
            }
        }
        return nil
    }
}

/// The five values that Icelandic hot-water meters put into `0-n:24.2.1` through `24.2.6`, without a type line.
///
/// The unit that `24.2.5` and `24.2.6` print (Wh) is not believed: the energy of such a meter's water is a million times that.
/// They stay reachable by their codes.
struct HeatObjects {
    let volume: Decimal
    let flow: Decimal?
    let supply: Decimal?
    let returning: Decimal?

    init?(_ telegram: Telegram, channel: UInt8) {
        func value(_ e: UInt8, _ unit: Unit) -> Decimal? {
            guard let object = telegram.object(ObisCode(0, channel, 24, 2, e)) else { return nil }
            guard let measurement = telegram.measurement(object), let sent = Unit(measurement.unit) else { return nil }
            return sent.conversion(to: unit).flatMap { measurement.number.converted(by: $0) }
        }
        guard let volume = value(1, .cubicMetre) else { return nil }
        self.volume = volume
        flow = value(2, .cubicMetrePerHour)
        supply = value(3, .degreeCelsius)
        returning = value(4, .degreeCelsius)
        guard flow != nil || supply != nil || returning != nil else { return nil }
    }
}

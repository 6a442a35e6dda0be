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

        /// The others count volume, and heat meters may.
        var usuallyCountsEnergy: Bool { self == .heat || self == .cooling || self == .electricity }
    }

    /// The M-Bus channel, in order of installation: says nothing about the medium.
    package let channel: UInt8
    /// What it counts.
    package let medium: Medium
    /// Cubic metres, or kilowatt-hours where it counts energy.
    package let value: Decimal
    /// Whether the value is energy rather than volume.
    package let countsEnergy: Bool
    /// When the submeter's value was taken, by the electricity meter's clock; `nil` where that is not said or can't be.
    package private(set) var captured: MeterClock?
    /// The place of the object that said the value.
    let object: Int
    /// The places of the objects that may say who it is, the first that does counts.
    let identifiers: (first: Int?, second: Int?)

    /// The unit of the value.
    package var unit: Unit { countsEnergy ? .kilowattHour : .cubicMetre }

    /// `nil` for a channel without a meter, or whose medium isn't known.
    init?(_ telegram: Telegram, _ objects: SubmeterChannels.Channel) {
        guard let medium = Submeter.medium(telegram, objects) else { return nil }
        let said =
            Submeter.value(telegram, objects.value) ?? Submeter.value(telegram, objects.uncorrectedValue)
            ?? Submeter.value(telegram, objects.valueInTwoLines)
        guard let said else { return nil }
        captured = telegram.bytes(telegram.objects[said.place]).flatMap { MeterClock($0) }
        // A channel without a meter sends zero without a unit, stamped "never".
        if captured == nil, said.unit == nil, said.number.mantissa == 0 { return nil }
        guard let (value, countsEnergy) = Submeter.converted(said.number, said.unit, medium.usuallyCountsEnergy) else {
            return nil
        }
        self.value = value
        self.countsEnergy = countsEnergy
        channel = objects.number
        self.medium = medium
        object = said.place
        identifiers = (objects.identifier, objects.identifierInBelgium)
    }

    /// Whether it stands before `other` of the same medium: after a meter was replaced the old channel stays and says the same
    /// for ever, so the newest stamp wins; of equal ones the lower channel.
    func precedes(_ other: Submeter) -> Bool {
        let (mine, others) = (captured?.wallSeconds ?? 0, other.captured?.wallSeconds ?? 0)
        return mine == others ? channel < other.channel : mine > others
    }

    /// The same, its stamp not believed.
    var withoutStamp: Submeter {
        var other = self
        other.captured = nil
        return other
    }

    private static func medium(_ telegram: Telegram, _ objects: SubmeterChannels.Channel) -> Medium? {
        guard let type = objects.type else {
            return HeatValues(telegram, objects) == nil ? nil : .heat
        }
        return telegram.measurement(telegram.objects[type])?.number.integer.flatMap { Medium(deviceType: $0) }
    }

    private typealias Said = (place: Int, number: Decimal, unit: UnitSymbol?)

    /// The last group that is a number, and the unit it has, which DSMR 2 and 3 put into a group of its own.
    private static func value(_ telegram: Telegram, _ place: Int?) -> Said? {
        guard let place else { return nil }
        let object = telegram.objects[place]
        let last = object.groupCount - 1
        guard let measurement = telegram.measurement(object, last) else { return nil }
        if measurement.unit != .none { return (place, measurement.number, measurement.unit) }
        guard last > 0 else { return nil }
        let unit = telegram.text(object, last - 1).flatMap { UnitSymbol($0) }
        return (place, measurement.number, unit.flatMap { Unit($0) == nil ? nil : $0 })
    }

    private static let cubicMetre = UnitSymbol("m3")

    /// The number in cubic metres or, where `true` comes with it, in kilowatt-hours; without a unit it is what it usually is.
    private static func converted(_ number: Decimal, _ unit: UnitSymbol?, _ usuallyEnergy: Bool) -> (Decimal, Bool)? {
        guard let unit else { return (number, usuallyEnergy) }
        // What nearly all of them send, without a look into the list of units.
        if unit == cubicMetre { return (number, false) }
        guard let unit = Unit(unit) else { return nil }
        if usuallyEnergy, let ratio = unit.conversion(to: .kilowattHour) {
            // To one watt-hour, finer than any meter that counts gigajoules.
            return number.converted(by: ratio).map { ($0.rounded(toPlaces: 3), true) }
        }
        return unit.conversion(to: .cubicMetre).flatMap { number.converted(by: $0) }.map { ($0, false) }
    }
}

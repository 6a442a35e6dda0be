// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// A unit of measurement: a dimension and its size in base units (V, A, s, m3, degC) as an exact fraction times a power of ten.
package struct Unit: Hashable, Sendable {
    package let dimension: Dimension
    /// Empty for units that only come out of a calculation.
    package let symbol: String
    let size: Ratio

    init(_ symbol: String, _ dimension: Dimension, _ size: Ratio = Ratio(1, 1, exponent: 0)) {
        self.symbol = symbol
        self.dimension = dimension
        self.size = size
    }

    private init(_ symbol: String, _ base: Unit, exponent: Int8) {
        let size = base.size
        self.init(symbol, base.dimension, Ratio(size.numerator, size.denominator, exponent: size.exponent + exponent))
    }

    package static func == (left: Unit, right: Unit) -> Bool {
        left.dimension == right.dimension && left.size == right.size
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(dimension)
        hasher.combine(size)
    }

    /// What a number in this unit is multiplied by to be one in `other`; `nil` when they measure different things.
    package func conversion(to other: Unit) -> Ratio? {
        dimension == other.dimension ? size.multiplied(by: other.size.inverse) : nil
    }

    /// The unit of a product; `nil` when it is further from any real unit than a calculation can need.
    package func multiplied(by other: Unit) -> Unit? {
        guard let dimension = dimension.multiplied(by: other.dimension) else { return nil }
        guard let size = size.multiplied(by: other.size) else { return nil }
        return Unit.all.first { $0.dimension == dimension && $0.size == size } ?? Unit("", dimension, size)
    }

    package var inverse: Unit { Unit("", dimension.inverse, size.inverse) }

    private static let hour = Ratio(36, 1, exponent: 2)

    package static let one = Unit("1", .none)
    package static let percent = Unit("%", one, exponent: -2)
    package static let volt = Unit("V", Dimension(volt: 1))
    package static let ampere = Unit("A", Dimension(ampere: 1))
    package static let watt = Unit("W", Dimension(volt: 1, ampere: 1, kind: .active))
    package static let reactiveVoltAmpere = Unit("var", Dimension(volt: 1, ampere: 1, kind: .reactive))
    package static let voltAmpere = Unit("VA", Dimension(volt: 1, ampere: 1, kind: .apparent))
    private static let kilowatt = Unit("kW", watt, exponent: 3)
    private static let kilovar = Unit("kvar", reactiveVoltAmpere, exponent: 3)
    private static let kilovoltAmpere = Unit("kVA", voltAmpere, exponent: 3)
    package static let hertz = Unit("Hz", Dimension(second: -1))
    package static let second = Unit("s", Dimension(second: 1))
    package static let millisecond = Unit("ms", second, exponent: -3)
    package static let wattHour = Unit("Wh", Dimension(volt: 1, ampere: 1, second: 1, kind: .active), hour)
    package static let kilowattHour = Unit("kWh", wattHour, exponent: 3)
    package static let reactiveHour = Unit("varh", Dimension(volt: 1, ampere: 1, second: 1, kind: .reactive), hour)
    package static let kiloreactiveHour = Unit("kvarh", reactiveHour, exponent: 3)
    package static let apparentHour = Unit("VAh", Dimension(volt: 1, ampere: 1, second: 1, kind: .apparent), hour)
    package static let joule = Unit("J", Dimension(volt: 1, ampere: 1, second: 1, kind: .active))
    package static let cubicMetre = Unit("m3", Dimension(cubicMetre: 1))
    package static let cubicMetrePerHour = Unit(
        "m3/h",
        Dimension(second: -1, cubicMetre: 1),
        Ratio(1, 36, exponent: -2)
    )
    package static let degreeCelsius = Unit("degC", Dimension(degree: 1))

    /// Every unit that a telegram, a register map or a configuration may name.
    package static let all: [Unit] = [
        one, percent, volt, ampere, watt, reactiveVoltAmpere, voltAmpere, hertz, second, millisecond,
        Unit("mV", volt, exponent: -3), Unit("cV", volt, exponent: -2), Unit("kV", volt, exponent: 3),
        Unit("mA", ampere, exponent: -3), Unit("kA", ampere, exponent: 3),
        Unit("mW", watt, exponent: -3), kilowatt, Unit("MW", watt, exponent: 6),
        kilovar, Unit("Mvar", reactiveVoltAmpere, exponent: 6),
        kilovoltAmpere, Unit("MVA", voltAmpere, exponent: 6),
        Unit("mHz", hertz, exponent: -3), Unit("kHz", hertz, exponent: 3),
        wattHour, kilowattHour, Unit("MWh", wattHour, exponent: 6), Unit("GWh", wattHour, exponent: 9),
        reactiveHour, kiloreactiveHour, Unit("Mvarh", reactiveHour, exponent: 6),
        apparentHour, Unit("kVAh", apparentHour, exponent: 3), Unit("MVAh", apparentHour, exponent: 6),
        Unit("Ah", Dimension(ampere: 1, second: 1), hour),
        joule, Unit("kJ", joule, exponent: 3), Unit("MJ", joule, exponent: 6), Unit("GJ", joule, exponent: 9),
        cubicMetre, Unit("dm3", cubicMetre, exponent: -3), Unit("l", cubicMetre, exponent: -3),
        cubicMetrePerHour, Unit("dm3/h", cubicMetrePerHour, exponent: -3), Unit("l/h", cubicMetrePerHour, exponent: -3),
        degreeCelsius,
        Unit("min", Dimension(second: 1), Ratio(6, 1, exponent: 1)), Unit("h", Dimension(second: 1), hour),
        Unit("d", Dimension(second: 1), Ratio(864, 1, exponent: 2)),
    ]

    /// The unit of this name, upper and lower case as written: `mW` is not `MW`.
    package init?(_ symbol: String) {
        guard let unit = Unit.bySymbol[symbol] else { return nil }
        self = unit
    }

    /// The unit that a telegram named, case folded: meters write `kVAr`, `kvar` and `Kvar` for the same thing. Megawatts and
    /// milliwatts can't be told apart then; no meter sends the latter.
    package init?(_ sent: UnitSymbol) {
        guard let unit = Unit.bySentSymbol[sent] else { return nil }
        self = unit
    }

    private static let bySymbol = Dictionary(uniqueKeysWithValues: all.map { ($0.symbol, $0) })
    private static let bySentSymbol: [UnitSymbol: Unit] = Dictionary(
        all.filter { $0.symbol != "mW" }.compactMap { unit in UnitSymbol(unit.symbol).map { ($0, unit) } },
        uniquingKeysWith: { first, _ in first }
    )

    /// The unit in which meters send this one's kind of value; the one that counts when they leave it out.
    var customary: Unit {
        switch self {
        case .watt: .kilowatt
        case .voltAmpere: .kilovoltAmpere
        case .reactiveVoltAmpere: .kilovar
        default: self
        }
    }
}

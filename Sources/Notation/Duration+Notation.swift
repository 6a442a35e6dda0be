// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// The units of the notation, in milliseconds, the longest first.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// A time as people write it: `100ms`, `1s`, `2.5s`, `1m`, `1h`; whole milliseconds, at most 1000 h.
    ///
    /// Nil when the text is anything else. A number without a unit is refused: it could be meant as any.
    package init?(notation text: some StringProtocol) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unitName = text[number.endIndex...]
        guard let unit = Self.units.first(where: { $0.name == unitName }) else { return nil }

        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]), whole <= 3_600_000_000 else { return nil }
        var milliseconds = whole * unit.milliseconds
        if parts.count == 2 {
            // Seven digits say more than any unit can use, and keep the products below in range.
            guard 1...7 ~= parts[1].count, let digits = Int64(parts[1]) else { return nil }
            let scale = (0..<parts[1].count).reduce(Int64(1)) { power, _ in power * 10 }
            guard (digits * unit.milliseconds).isMultiple(of: scale) else { return nil }
            milliseconds += digits * unit.milliseconds / scale
        }
        guard milliseconds <= 3_600_000_000 else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// The time in the notation of ``init(notation:)``, in the longest unit that needs no decimals.
    package var notation: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0 else { return "0s" }
        for unit in Self.units where milliseconds.isMultiple(of: unit.milliseconds) {
            return "\(milliseconds / unit.milliseconds)\(unit.name)"
        }
        return "\(milliseconds)ms"
    }
}

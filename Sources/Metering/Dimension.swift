// SPDX-License-Identifier: Apache-2.0

/// What kind of thing a number measures, as powers of volt, ampere, second, cubic metre and degree.
///
/// Active, reactive and apparent power have the same powers and are still different things, so a product of one volt and one
/// ampere also carries its kind: `voltage × current` is apparent power, never active power.
package struct Dimension: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case active
        case reactive
        case apparent
    }

    let volt: Int8
    let ampere: Int8
    let second: Int8
    let cubicMetre: Int8
    let degree: Int8
    /// Only where volt and ampere are both 1.
    let kind: Kind?

    init(volt: Int8 = 0, ampere: Int8 = 0, second: Int8 = 0, cubicMetre: Int8 = 0, degree: Int8 = 0, kind: Kind? = nil)
    {
        self.volt = volt
        self.ampere = ampere
        self.second = second
        self.cubicMetre = cubicMetre
        self.degree = degree
        self.kind = volt == 1 && ampere == 1 ? kind ?? .apparent : nil
    }

    package static let none = Dimension()

    /// `nil` when a power passes what any product of quantities needs.
    func multiplied(by other: Dimension) -> Dimension? {
        let powers = zip(
            [volt, ampere, second, cubicMetre, degree],
            [other.volt, other.ampere, other.second, other.cubicMetre, other.degree]
        ).map { $0 &+ $1 }
        guard powers.allSatisfy({ abs($0) <= 9 }) else { return nil }
        return Dimension(
            volt: powers[0],
            ampere: powers[1],
            second: powers[2],
            cubicMetre: powers[3],
            degree: powers[4],
            kind: kind ?? other.kind
        )
    }

    var inverse: Dimension {
        Dimension(volt: -volt, ampere: -ampere, second: -second, cubicMetre: -cubicMetre, degree: -degree)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Quantity {
    /// In the order of the cases, so that a quantity's raw value is its place.
    package static let catalogue: [Definition] =
        powers + voltages + currents + reactivePowers + apparentPowers + energies + demands + submeters + meter + status
}

extension Quantity.Definition {
    /// The same for L1, L2 and L3: `#` in name, working and summary is the number of the phase, and C of the code is 20 more
    /// with each (IEC 62056-61, table 5).
    static func phases(
        _ name: String,
        _ unit: Unit,
        _ code: ObisCode? = nil,
        or working: String? = nil,
        _ summary: String
    ) -> [Quantity.Definition] {
        (1...3).map { phase in
            Quantity.Definition(
                name.numbered(phase),
                unit,
                code.map { [.electricity($0.c + UInt8(20 * (phase - 1)), $0.d, $0.e)] } ?? [],
                or: working?.numbered(phase),
                summary.numbered(phase)
            )
        }
    }

    /// The four quadrants, of which C of the code counts I through IV.
    static func quadrants(_ name: String, _ unit: Unit, _ code: ObisCode, _ summary: String) -> [Quantity.Definition] {
        (1...4).map { quadrant in
            let code = ObisCode.electricity(code.c + UInt8(quadrant - 1), code.d, code.e)
            return Quantity.Definition(name.numbered(quadrant), unit, [code], summary.numbered(quadrant))
        }
    }

    /// Sixteen tariffs, as many as DSMR 5 allows; E of the code is the tariff. Israel counts its three from 11.
    static func tariffs(_ name: String, _ direction: UInt8, _ summary: String) -> [Quantity.Definition] {
        (1...16).map { tariff in
            let code = ObisCode.electricity(direction, 8, UInt8(tariff))
            return Quantity.Definition(name.numbered(tariff), .kilowattHour, [code], summary.numbered(tariff))
        }
    }
}

extension String {
    fileprivate func numbered(_ number: Int) -> String {
        split(separator: "#", omittingEmptySubsequences: false).joined(separator: String(number))
    }
}

// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// The DSMR 5 meter of a simulated house (DSMR P1 5.0.2), with a gas and a water meter on its M-Bus.
///
/// Whoever looks at a telegram sees that it is simulated: in the identification, in the meter's number and in its text
/// message.
package struct SimulatedMeter: Sendable {
    private static let identification = "MBG5SIMULATED"
    private static let number = "MBGSIMULATED0001"
    private static let gasNumber = "MBGSIMULATEDGAS1"
    private static let waterNumber = "MBGSIMULATEDWTR1"
    private static let message = "SIMULATED"

    private let house: SimulatedHouse

    /// Puts a meter into the house.
    package init(house: SimulatedHouse) {
        self.house = house
    }

    /// The telegram of a time in seconds since 1970-01-01 00:00 UTC, CRC included.
    package func telegram(at time: Int64) -> [UInt8] {
        let state = house.state(at: time)
        var writer = TelegramWriter(identification: Self.identification)
        writer.append("1-3:0.2.8", "50")
        writer.append("0-0:1.0.0", CentralEuropeanTime(state.time).stamp)
        writer.append("0-0:96.1.1", hexadecimal(Self.number))
        writer.append("1-0:1.8.1", kilowattHours(state.energy.importLow))
        writer.append("1-0:1.8.2", kilowattHours(state.energy.importNormal))
        writer.append("1-0:2.8.1", kilowattHours(state.energy.exportLow))
        writer.append("1-0:2.8.2", kilowattHours(state.energy.exportNormal))
        writer.append("0-0:96.14.0", state.isNormalTariff ? "0002" : "0001")
        writer.append("1-0:1.7.0", kilowatts(state.power.sum))
        writer.append("1-0:2.7.0", kilowatts(-state.power.sum))
        appendHistory(to: &writer)
        writer.append("0-0:96.13.0", hexadecimal(Self.message))
        appendPhases(of: state, to: &writer)
        appendSubmeters(of: state, to: &writer)
        return writer.telegram()
    }

    /// Power failures, sags and swells: a few that happened before the simulation.
    private func appendHistory(to writer: inout TelegramWriter) {
        writer.append("0-0:96.7.21", "00004")
        writer.append("0-0:96.7.9", "00001")
        writer.append("1-0:99.97.0", "1", "0-0:96.7.19", "240212071530W", "0000000642*s")
        for code in ["1-0:32.32.0", "1-0:52.32.0", "1-0:72.32.0"] {
            writer.append(code, "00001")
        }
        for code in ["1-0:32.36.0", "1-0:52.36.0", "1-0:72.36.0"] {
            writer.append(code, "00000")
        }
    }

    private func appendPhases(of state: HouseState, to writer: inout TelegramWriter) {
        // In OBIS, phase L1 has its power in the groups 21 and 22, current and voltage in 31 and 32; L2 and L3
        // follow at twenty more each.
        let phases = [0, 1, 2]
        for phase in phases {
            let voltage = state.voltage[phase]
            writer.append("1-0:\(32 + 20 * phase).7.0", "\((voltage / 10).padded(to: 3)).\(voltage % 10)*V")
        }
        for phase in phases {
            writer.append("1-0:\(31 + 20 * phase).7.0", "\(state.current[phase].padded(to: 3))*A")
        }
        for phase in phases {
            writer.append("1-0:\(21 + 20 * phase).7.0", kilowatts(state.power[phase]))
        }
        for phase in phases {
            writer.append("1-0:\(22 + 20 * phase).7.0", kilowatts(-state.power[phase]))
        }
    }

    /// Gas (device type 3) on channel 1 and water (device type 7) on channel 2 (EN 13757-3, table of media).
    private func appendSubmeters(of state: HouseState, to writer: inout TelegramWriter) {
        let time = CentralEuropeanTime(state.submeterTime).stamp
        writer.append("0-1:24.1.0", "003")
        writer.append("0-1:96.1.0", hexadecimal(Self.gasNumber))
        writer.append("0-1:24.2.1", time, cubicMetres(state.gas))
        writer.append("0-2:24.1.0", "007")
        writer.append("0-2:96.1.0", hexadecimal(Self.waterNumber))
        writer.append("0-2:24.2.1", time, cubicMetres(state.water))
    }

    /// `00.588*kW`; zero for a negative power, which stands on the line of the other direction.
    private func kilowatts(_ watts: Int) -> String {
        decimal(Int64(max(watts, 0)), integerDigits: 2) + "*kW"
    }

    /// `001234.567*kWh`, beginning at zero again after 999999.999 as meters do.
    private func kilowattHours(_ wattSeconds: Int64) -> String {
        decimal(wattSeconds / 3600, integerDigits: 6) + "*kWh"
    }

    /// `01234.567*m3`.
    private func cubicMetres(_ litres: Int64) -> String {
        decimal(litres, integerDigits: 5) + "*m3"
    }

    /// Thousandths as a number with three decimals, with only the last of its integer digits if there are more.
    private func decimal(_ thousandths: Int64, integerDigits: Int) -> String {
        let limit = (0..<integerDigits + 3).reduce(Int64(1)) { power, _ in power * 10 }
        let shown = (thousandths % limit + limit) % limit
        return "\((shown / 1000).padded(to: integerDigits)).\((shown % 1000).padded(to: 3))"
    }

    /// Each character as two hexadecimal digits, as P1 writes text.
    private func hexadecimal(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

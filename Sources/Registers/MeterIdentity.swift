// SPDX-License-Identifier: Apache-2.0

package import Metering
import Telegrams

/// What a meter says of itself, the same for all its consumers.
package struct MeterDescription: Sendable, Equatable {
    let id: String?
    let model: String
    let connection: String?
    let version: String?
    let phases: Int64

    package init(_ reading: Reading) {
        id = reading.meterID
        model = reading.telegram.identification
        connection = reading.text(.meterEAN)
        version = reading.text(.meterVersion)
        phases = reading[.meterPhases]?.mantissa ?? 1
    }
}

/// Who a consumer says it is: the meter's identity, told apart for each consumer.
package struct MeterIdentity: Sendable, Equatable {
    /// What in it is the consumer's own.
    static let ownQuantities = [Quantity.meterSerial, .meterNumber, .consumerUnit]

    private let meter: MeterDescription
    /// Letters and digits only, because clients make names of it; at most 13, the shortest field for it.
    package let serial: String
    package let number: UInt32
    private let unit: UInt8

    package var id: String? { meter.id }
    package var model: String { meter.model }
    package var phases: Int64 { meter.phases }

    /// - Parameters:
    ///   - fallback: stands in for meters that send no identifier, as Swedish ones do.
    ///   - salt: tells the consumers of one meter apart, for example `eastron-sdm630:1`.
    ///   - unit: the unit identifier that the consumer is served under, 1 to 247.
    package init(_ meter: MeterDescription, fallback: String, salt: String, unit: UInt8) {
        self.meter = meter
        self.unit = unit
        let hash = MeterIdentity.hash("\(meter.id ?? fallback)/\(salt)")
        number = UInt32(truncatingIfNeeded: hash ^ hash >> 32) & 0x7FFF_FFFF
        let digits = String(number, radix: 10)
        serial = "MB" + String(repeating: "0", count: 10 - digits.count) + digits
    }

    package init(reading: Reading, fallback: String, salt: String, unit: UInt8) {
        self.init(MeterDescription(reading), fallback: fallback, salt: salt, unit: unit)
    }

    subscript(_ quantity: Quantity) -> Decimal? {
        switch quantity {
        case .meterPhases: Decimal(meter.phases)
        case .meterNumber: Decimal(Int64(number))
        case .consumerUnit: Decimal(Int64(unit))
        default: nil
        }
    }

    func text(_ quantity: Quantity) -> String? {
        switch quantity {
        case .meterID: meter.id
        case .meterModel: meter.model
        case .meterSerial: serial
        case .meterEAN: meter.connection
        case .meterVersion: meter.version
        default: nil
        }
    }

    /// FNV-1a over the characters, 64 bits: the same on every machine and in every run, which `Hasher` isn't.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Telegrams

/// What the gateway itself says about a meter: the quantities `status.*`.
package struct StatusValues: Sendable {
    /// The states of a meter with the numbers that `status.state` shows.
    package enum State: Int64, Sendable, CaseIterable {
        case waiting = 0
        case fresh = 1
        case stale = 2
        case lost = 3
        case recovering = 4
    }

    package var state = State.waiting
    /// Milliseconds since the last good telegram; `nil` before the first.
    package var age: Int64?
    package var heartbeat: Int64 = 0
    package var telegrams: Int64 = 0
    package var rejected: Int64 = 0
    /// Milliseconds between telegrams; `nil` until it was observed.
    package var period: Int64?
    /// Seconds.
    package var uptime: Int64 = 0
    /// Seconds since 1970 UTC.
    package var time: Int64 = 0
    package var isSimulated = false
    package var hasSeenChecksum = false

    package init() {}

    package subscript(_ quantity: Quantity) -> Decimal? {
        switch quantity {
        case .statusState: Decimal(state.rawValue)
        case .statusFresh: flag(state == .fresh)
        case .statusStale: flag(state == .stale)
        case .statusLost: flag(state == .lost)
        case .statusWaiting: flag(state == .waiting)
        case .statusRecovering: flag(state == .recovering)
        case .statusSimulated: flag(isSimulated)
        case .statusChecksum: flag(hasSeenChecksum)
        case .statusAge: age.map { Decimal($0) }
        case .statusHeartbeat: Decimal(heartbeat)
        case .statusTelegrams: Decimal(telegrams)
        case .statusRejected: Decimal(rejected)
        case .statusPeriod: period.map { Decimal($0) }
        case .statusUptime: Decimal(uptime)
        case .statusTime: Decimal(time)
        default: nil
        }
    }

    private func flag(_ isSet: Bool) -> Decimal { Decimal(isSet ? 1 : 0) }
}

/// Who a consumer says it is: the meter's identity, told apart for each consumer.
package struct MeterIdentity: Sendable, Equatable {
    package let id: String?
    package let model: String
    private let connection: String?
    private let version: String?
    /// Letters and digits only, because clients make names of it; at most 13, the shortest field for it.
    package let serial: String
    package let number: UInt32
    package let phases: Int64

    /// - Parameters:
    ///   - fallback: stands in for meters that send no identifier, as Swedish ones do.
    ///   - salt: tells the consumers of one meter apart, for example `eastron-sdm630:1`.
    package init(reading: Reading, fallback: String, salt: String) {
        id = reading.meterID
        model = reading.telegram.identification
        connection = reading.text(.meterEAN)
        version = reading.text(.meterVersion)
        phases = reading[.meterPhases]?.mantissa ?? 1
        let hash = MeterIdentity.hash("\(reading.meterID ?? fallback)/\(salt)")
        number = UInt32(truncatingIfNeeded: hash ^ hash >> 32) & 0x7FFF_FFFF
        let digits = String(number, radix: 10)
        serial = "MB" + String(repeating: "0", count: 10 - digits.count) + digits
    }

    subscript(_ quantity: Quantity) -> Decimal? {
        switch quantity {
        case .meterPhases: Decimal(phases)
        case .meterNumber: Decimal(Int64(number))
        default: nil
        }
    }

    func text(_ quantity: Quantity) -> String? {
        switch quantity {
        case .meterID: id
        case .meterModel: model
        case .meterSerial: serial
        case .meterEAN: connection
        case .meterVersion: version
        default: nil
        }
    }

    /// FNV-1a over the characters, 64 bits: the same on every machine and in every run, which `Hasher` isn't.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

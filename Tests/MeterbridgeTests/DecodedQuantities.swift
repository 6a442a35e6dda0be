// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `decode --json` says of a telegram, to hold against what a client has read by an exported configuration.
struct DecodedQuantities {
    private struct Value: Decodable {
        let value: Double?
        let unit: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            value = try? container.decode(Double.self, forKey: .value)
            unit = try? container.decode(String.self, forKey: .unit)
        }

        private enum CodingKeys: CodingKey { case value, unit }
    }

    private struct Decoded: Decodable { let quantities: [String: Value] }

    private let quantities: [String: Value]

    init(_ telegram: [UInt8]) async throws {
        let result = try await Program.run([RunningGateway.executable, "decode", "--json"], input: telegram)
        quantities = try JSONDecoder().decode(Decoded.self, from: Data(result.output.utf8)).quantities
    }

    /// The value of a quantity in another unit, by its name; `nil` where the telegram doesn't give it a number.
    func value(_ name: String, in unit: String?) -> Double? {
        guard let quantity = quantities[name], let value = quantity.value else { return nil }
        return value * DecodedQuantities.size(quantity.unit) / DecodedQuantities.size(unit)
    }

    /// How much larger a unit is than the plain one.
    private static func size(_ unit: String?) -> Double {
        switch unit {
        case "ms": 0.001
        case "%": 0.01
        case let unit? where unit.count > 1 && unit.hasPrefix("k"): 1000
        default: 1
        }
    }

    /// Holds each register that says one quantity as it is against the telegram, to the step of the register.
    ///
    /// - Parameters:
    ///   - precision: how much of a float the client shows.
    ///   - read: the number that a client has read, scaled as its configuration says, by the register's name.
    /// - Returns: how many registers were compared.
    func expectEqual(
        _ listing: MapListing,
        client: String,
        precision: Double = 1e-6,
        read: (MapListing.Register) throws -> Double?
    ) throws -> Int {
        var compared = 0
        for register in listing.registers where register.live {
            guard let quantity = register.quantity, let sent = value(quantity, in: register.unit) else { continue }
            guard let number = try read(register) else { continue }
            let tolerance = register.type.hasPrefix("f") ? max(abs(sent) * precision, 0.0005) : register.scale * 0.5001
            #expect(abs(number - sent) <= tolerance, "\(register.name): \(client) \(number), decode \(sent)")
            compared += 1
        }
        return compared
    }
}

extension MapListing.Register {
    /// The one quantity that it says as it is, or else something of the map's own: `voltage.l1 ?? 230`.
    fileprivate var quantity: String? {
        let parts = value.split(separator: " ", maxSplits: 2)
        return parts.count == 1 || parts.count == 3 && parts[1] == "??" ? parts.first.map(String.init) : nil
    }
}

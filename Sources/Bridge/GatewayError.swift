// SPDX-License-Identifier: Apache-2.0

package import Modbus

/// Why a gateway can't begin.
package enum GatewayError: Error, CustomStringConvertible {
    case server(ServerError)
    /// Two consumers want the same unit identifier.
    case unitTakenTwice(UInt8, String, String)
    case unknownMeter(String)
    case unservableMap(String, reason: String)

    package var description: String {
        switch self {
        case .server(let error): error.description
        case .unitTakenTwice(let unit, let first, let second):
            "Unit \(unit) is given to \(first) and to \(second); give one of them another: --as \(second):\(unit % 247 + 1)"
        case .unknownMeter(let name): "There is no meter '\(name)'."
        case .unservableMap(let map, let reason): "The register map '\(map)' can't be served: \(reason)"
        }
    }
}

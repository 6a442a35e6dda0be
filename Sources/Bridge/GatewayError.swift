// SPDX-License-Identifier: Apache-2.0

package import Modbus

/// Why a gateway can't begin.
package enum GatewayError: Error, CustomStringConvertible {
    case server(ServerError)
    /// Two consumers want the same unit identifier.
    case unitTakenTwice(UInt8, String, String)
    case unknownMeter(String)
    /// Two meters or sums have the same name.
    case nameTakenTwice(String)
    /// A sum without a meter in it.
    case emptySum(String)
    /// A sum names a meter that there is not.
    case unknownPart(String, sum: String, known: [String])
    /// A sum names a sum, or itself.
    case sumOfSums(String, sum: String)
    case partTwice(String, sum: String)
    /// A serial port, and the two that want it.
    case serialPortTakenTwice(String, String, String)
    case unservableMap(String, reason: String)

    package var description: String {
        switch self {
        case .server(let error): error.description
        case .unitTakenTwice(let unit, let first, let second):
            "Unit \(unit) is given to \(first) and to \(second); give one of them another: --as \(second):\(unit % 247 + 1)"
        case .unknownMeter(let name): "There is no meter '\(name)'."
        case .nameTakenTwice(let name):
            "Two meters or sums are called '\(name)'; give one of them another name, because consumers choose by it."
        case .emptySum(let sum): "The sum '\(sum)' has no meters to add up; name at least one."
        case .unknownPart(let part, let sum, let known):
            "The sum '\(sum)' names the meter '\(part)', which there is not; there is \(known.joined(separator: ", "))."
        case .sumOfSums(let part, let sum):
            "The sum '\(sum)' names '\(part)', which is a sum itself; name the meters that it is made of."
        case .partTwice(let part, let sum):
            "The sum '\(sum)' names the meter '\(part)' twice; name it once, its energy flows once."
        case .serialPortTakenTwice(let path, let first, let second):
            "The serial port \(path) is wanted twice: by \(first) and by \(second). "
                + "It can serve only one of them; give the other a port of its own."
        case .unservableMap(let map, let reason): "The register map '\(map)' can't be served: \(reason)"
        }
    }
}

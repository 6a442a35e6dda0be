// SPDX-License-Identifier: Apache-2.0

/// Why a text isn't the address of a broker. A password that was in it is never repeated.
package enum MQTTAddressFault: Error, Hashable, Sendable {
    /// What stands in the scheme's place.
    case badScheme(String)
    case passwordInAddress
    case emptyUser
    case badHost(String)
    case badPort(String)
    case badPrefix(String)
}

extension MQTTAddressFault: CustomStringConvertible {
    /// The fault as a sentence with an example.
    package var description: String { "\(sentence) Example: mqtt://meterbridge@broker.lan:1883/home/meters" }

    /// The fault as a sentence.
    package var sentence: String {
        switch self {
        case .badScheme(let scheme) where scheme.lowercased() == "mqtts":
            "'mqtts:' (MQTT over TLS) is not supported yet; use mqtt:// within a network that you trust."
        case .badScheme(let scheme): "'\(scheme)' doesn't begin with mqtt://."
        case .passwordInAddress:
            "A password doesn't belong into the address, where others see it; put it into a file."
        case .emptyUser: "There is no user before the @."
        case .badHost(let host): "'\(host)' is not a host with a port; an IPv6 address stands in brackets."
        case .badPort(let port): "'\(port)' is not a port; ports are 1 to 65535."
        case .badPrefix(let prefix):
            "'\(prefix)' can't begin a topic: +, #, ?, control characters and a leading / or $ are not allowed."
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Why a broker isn't told anything at the moment.
package enum MQTTFault: Error, Hashable, Sendable {
    case hostUnknown(host: String)
    case unreachable(broker: String, reason: String)
    /// It took the connection but didn't answer.
    case noAnswer(broker: String)
    /// The user or the password is wrong, or both are needed.
    case badCredentials(broker: String)
    case refused(broker: String, reason: String)
    case lost(broker: String, reason: String)
    case password(PasswordFileFault)
    /// The system has no thread or descriptor left.
    case outOfResources(reason: String)
}

extension MQTTFault: CustomStringConvertible {
    /// The fault as a sentence: what, where, what to do.
    package var description: String {
        switch self {
        case .hostUnknown(let host):
            "The name \(host) can't be resolved to an address; check the name and the network, or write the address."
        case .unreachable(let broker, let reason):
            "The broker \(broker) can't be reached: \(reason). Check that it runs and listens there."
        case .noAnswer(let broker):
            "\(broker) took the connection but doesn't answer as an MQTT broker; check the port."
        case .badCredentials(let broker):
            "The broker \(broker) refused the user or the password; check both."
        case .refused(let broker, let reason): "The broker \(broker) refused the connection: \(reason)."
        case .lost(let broker, let reason):
            "The connection to the broker \(broker) was lost: \(reason). It is made again by itself."
        case .password(let fault): fault.description
        case .outOfResources(let reason):
            "No connection to the broker can be made: \(reason). Raise the limits of the process (LimitNOFILE, TasksMax)."
        }
    }
}

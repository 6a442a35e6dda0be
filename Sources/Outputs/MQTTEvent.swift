// SPDX-License-Identifier: Apache-2.0

/// Something that happened between an output and its broker: for logs. A fault is told once until another comes.
package enum MQTTEvent: Sendable, Equatable {
    case connected(meter: String, MQTTAddress)
    case disconnected(meter: String, MQTTFault)
}

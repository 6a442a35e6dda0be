// SPDX-License-Identifier: Apache-2.0

package import Decryption
package import Inputs
package import Metering
package import Modbus
package import Registers
package import State
package import Telegrams

/// Something that happened in a gateway: for logs, terminals and tests.
package enum GatewayEvent: Sendable {
    case listening(Listener)
    case inputConnected(meter: String, String)
    case inputDisconnected(meter: String, InputFault)
    case inputEnded(meter: String)
    case accepted(meter: String, Reading)
    case rejected(meter: String, Rejection)
    /// What vouches for the encrypted telegrams, told when it becomes another.
    case decrypting(meter: String, DecryptedText.Assurance)
    /// The encrypted frames count from the beginning again, with a tag that verified: the meter was reset or exchanged, or
    /// somebody repeats old frames.
    case frameCounterRestarted(meter: String)
    /// A telegram that counts as none for a consumer's map, because it lacks what the map can't do without.
    case lacking(meter: String, map: String, Quantity)
    /// Values that did not fit their registers and stand at the end of their range, and OBIS objects whose unit was not the one
    /// that the map asks for, in one image.
    case misfits(meter: String, map: String, Int)
    /// An energy counter that is held, or goes on elsewhere.
    case counter(meter: String, CounterNotice)
    /// What happened to the file in which the meter's counters are kept.
    case state(meter: String, StateEvent)
    /// What has ended, and how old the last telegram was when the state changed.
    case stateChanged(meter: String, from: Episode, to: StatusValues.State, age: Duration?)
    /// The input has sent nothing but copies of one telegram for so long.
    case frozen(meter: String, age: Duration)
    /// The input sends new telegrams again.
    case thawed(meter: String)
    case drill(Drill, hasBegun: Bool)
    case server(ServerEvent)
}

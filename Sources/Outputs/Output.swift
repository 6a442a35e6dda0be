// SPDX-License-Identifier: Apache-2.0

/// A place that readings go to besides Modbus.
package protocol Output: Sendable {
    /// Takes updates until there are no more or the task is cancelled, and then says good-bye.
    ///
    /// An update is taken at once, whatever state the other end is in: what can't be passed on is kept for a while, within
    /// bounds, and then dropped and counted. Faults are the output's own business; it tells of them and goes on.
    func run(_ updates: AsyncStream<MeterUpdate>) async
}

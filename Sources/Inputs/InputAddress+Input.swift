// SPDX-License-Identifier: Apache-2.0

package import NIOCore

extension InputAddress {
    /// The input at this address, not yet running. A new kind of input is registered by its line here.
    ///
    /// - Parameter group: the event loops for network connections.
    package func input(timekeeper: Timekeeper = .system, group: any EventLoopGroup) -> any Input {
        switch self {
        case .serial(let path, let settings, let request):
            SerialInput(path: path, settings: settings, request: request, timekeeper: timekeeper)
        case .tcp(let host, let port, let silence):
            TCPInput(host: host, port: port, silence: silence, timekeeper: timekeeper, group: group)
        case .recording(let path, let every):
            RecordingInput(path: path, every: every, timekeeper: timekeeper)
        case .standardInput:
            StandardInput(timekeeper: timekeeper)
        case .simulator(.dsmr5, let seed, let speed):
            SimulatorInput(seed: seed, speed: speed, timekeeper: timekeeper)
        }
    }
}

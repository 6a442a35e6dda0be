// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inputs
import Modbus
import Settings
import Testing

@testable import Bridge

@Suite("A serial port has one user")
struct SerialPortUseTests {
    /// A folder with a file in place of a port, and a link to it.
    private final class Ports {
        let folder: URL
        var port: String { folder.appending(path: "port").path }
        var link: String { folder.appending(path: "link").path }

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: folder.appending(path: "port"))
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "port")
        }

        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    @Test("The same port as input of a meter and as listener is refused, by whatever name, and the message names both")
    func inputAndListener() throws {
        let ports = try Ports()
        for path in [ports.port, ports.link] {
            let message = try #require(refusal(inputs: [ports.port], listeners: ["/dev/ttyS99", path]))
            let input = "serial:\(ports.port)?settings=115200-8N1&request=both"
            #expect(
                message
                    == """
                    The serial port \(ports.folder.resolvingSymlinksInPath().path)/port is wanted twice: \
                    by the input \(input) of 'meter1' and by the listener serial:\(path)?settings=9600-8N1. \
                    It can serve only one of them; give the other a port of its own.
                    """
            )
        }
    }

    @Test("Two listeners on one port are refused, also while it isn't plugged in; so are two inputs")
    func twoListeners() throws {
        let path = "/dev/serial/by-id/none"
        let listeners = try #require(refusal(inputs: [], listeners: [path, path]))
        #expect(
            listeners.contains("by the listener serial:\(path)?settings=9600-8N1 and by the listener serial:\(path)")
        )
        let inputs = try #require(refusal(inputs: [path, path], listeners: []))
        #expect(inputs.contains("of 'meter1'") && inputs.contains("of 'meter2'"))
    }

    @Test("Different ports are each their own, also where only one of them is there")
    func apart() throws {
        let ports = try Ports()
        try SerialPortUse.check(
            SerialPortUse.all(
                in: configuration(
                    inputs: [ports.link, "/dev/serial/by-id/none"],
                    listeners: ["/dev/serial/by-id/other"]
                )
            )
        )
    }

    /// Why a gateway refuses a configuration.
    private func refusal(inputs: [String], listeners: [String]) -> String? {
        let configuration = configuration(inputs: inputs, listeners: listeners)
        do throws(GatewayError) {
            _ = try Gateway(configuration) { _ in }
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func configuration(inputs: [String], listeners: [String]) -> GatewayConfiguration {
        var configuration = GatewayConfiguration()
        configuration.meters = inputs.enumerated().map { index, path in
            MeterConfiguration(
                name: "meter\(index + 1)",
                input: .serial(path: path, settings: .standard, request: .both)
            )
        }
        configuration.listeners = listeners.map { ListenerConfiguration(.serial(SerialLine(path: $0))) }
        return configuration
    }
}

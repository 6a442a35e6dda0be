// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Control
import Notation

struct DrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Let a running gateway's meter or consumer be stale for a while, to see what an inverter does then",
        discussion: """
            Examples:
              meterbridge drill meter                          every consumer of this meter, for a minute
              meterbridge drill 2 --for 30s                    the consumers under unit 2
              meterbridge drill eastron-sdm630 --for 5m        those with this register map

            While it lasts, the consumers are told what they would be told if the meter had fallen silent; the gateway's log \
            and page say so. It ends by itself, and at once when this command is stopped (Ctrl-C) or loses its terminal. Only \
            the user that the gateway runs as, and root, may do this.

            Make sure that nothing depends on what you switch off.
            """
    )

    @Argument(
        help: ArgumentHelp("A meter, or consumers by name, unit or register map", valueName: "name")
    )
    var name: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, from 1s to 1h", valueName: "time"),
        transform: { text in
            guard let time = Duration(notation: text) else {
                throw ValidationError("'\(text)' is no time; write for example --for 60s")
            }
            return time
        }
    )
    var time = Duration.seconds(60)

    @OptionGroup var control: ControlOptions

    @Flag(help: "Print JSON, one object a line: one when it begins and one when it has ended")
    var json = false

    func run() throws {
        guard let path = control.path else { throw failure(.usage, ControlOptions.noPath) }
        do throws(ControlFault) {
            var connection = try ControlConnection(path: path)
            try connection.send(ControlRequest(.drill(name: name, time: time), json ? .json : .text))
            while let reply = try connection.reply() {
                switch reply {
                case .done(let text): Terminal.write(text + "\n")
                case .refused(let reason): throw .refused(reason)
                }
            }
        } catch .refused(let reason) {
            throw failure(.usage, reason)
        } catch {
            throw failure(.unavailable, error)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct Meterbridge: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "meterbridge",
        abstract: "A smart meter's P1 port in, a Modbus meter out",
        discussion: """
            See it work:            meterbridge demo
            Serve your own meter:   meterbridge run /dev/ttyUSB0 --as carlo-gavazzi-em24
            Look at a telegram:     meterbridge decode telegram.txt

            Not a certified grid-protection device.

            Exit status: 0 all is well, 64 the command line is wrong, 65 the data are, 66 an input can't be read, \
            69 a port can't be listened on, 78 a configuration or a register map is wrong.
            """,
        version: version,
        subcommands: [
            RunCommand.self, CheckCommand.self, DemoCommand.self, DrillCommand.self, DecodeCommand.self,
            MapsCommand.self,
            QuantitiesCommand.self,
        ]
    )

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let unknown = UnknownSubcommand.find(in: arguments, of: configuration) {
            exit(withError: failure(.usage, unknown))
        }
        await main(arguments)
    }
}

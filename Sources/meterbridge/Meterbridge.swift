// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct Meterbridge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A smart meter's P1 port in, a Modbus meter out",
        subcommands: []
    )
}

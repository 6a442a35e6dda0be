// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Metering

struct QuantitiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantities",
        abstract: "List every quantity that a register map can name, with unit and source",
        discussion: """
            Example:
              meterbridge quantities | grep voltage
            """
    )

    func run() {
        var table = TextTable()
        table.add("NAME", "UNIT", "SOURCE", "WHAT")
        for quantity in Quantity.allCases {
            let definition = quantity.definition
            let unit = quantity.isText ? "text" : definition.unit.symbol
            table.add(definition.name, unit, definition.source, definition.summary)
        }
        Terminal.write(table.text(indentation: ""))
    }
}

// SPDX-License-Identifier: Apache-2.0

import JSON
import Metering
import Registers

extension MapFormat {
    /// Everything that the map says, for programs of one's own.
    static let json = MapFormat("json", "everything, for programs of your own") { export in
        let map = export.map
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("name", export.name)
            writer.member("title", map.title)
            writer.key("units")
            writer.array { writer in for unit in map.units { writer.number(unit) } }
            writer.key("identity")
            writer.object { writer in
                writer.member("vendor", map.identity.vendor)
                writer.member("product", map.identity.product)
                writer.member("revision", map.identity.revision)
            }
            writer.member("words", map.order.rawValue)
            writer.member("stale", map.stale.description)
            writer.key("gaps")
            writer.array { writer in
                for gap in map.gaps {
                    writer.object { writer in
                        tables(gap.tables, &writer)
                        writer.member("first", gap.addresses.lowerBound)
                        writer.member("last", gap.addresses.upperBound)
                        writer.member("word", gap.word)
                    }
                }
            }
            writer.key("registers")
            writer.array { writer in for entry in export.registers { register(entry, &writer) } }
        }
        return writer.text + "\n"
    }

    private static func tables(_ selection: TableSelection, _ writer: inout JSONWriter) {
        writer.key("tables")
        writer.array { writer in for table in selection.tables { writer.string(table.name) } }
    }

    private static func register(_ entry: ExportedRegister, _ writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", entry.name)
            tables(entry.register.tables, &writer)
            writer.member("address", entry.address)
            let notations = entry.notations
            writer.member("hex", notations.first?.hexadecimal)
            writer.member("oneBased", notations.first?.oneBased)
            writer.key("modicon")
            writer.array { writer in for notation in notations { writer.string(notation.modicon) } }
            writer.member("words", entry.type.wordCount)
            writer.member("type", entry.type.description)
            writer.member("order", entry.hasWordOrder ? entry.order.rawValue : nil)
            writer.key("scale")
            writer.number(entry.scale)
            writer.member("unit", entry.unit?.symbol)
            writer.member("label", entry.label)
            writer.member("section", entry.section)
            writer.member("value", entry.value)
            writer.member("missing", entry.missing)
            writer.member("notAvailable", entry.notAvailableBits)
            writer.member("live", !entry.isAlwaysReadable)
            writer.member("vital", entry.register.isVital)
            writer.member("alone", entry.register.isAlone)
            writer.member("accepted", entry.register.accepted)
        }
    }
}

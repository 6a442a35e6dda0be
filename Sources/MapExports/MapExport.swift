// SPDX-License-Identifier: Apache-2.0

package import Registers

/// A register map with what the writers of files need beside it: where it is served, and a name for every register.
package struct MapExport: Sendable {
    package let map: RegisterMap
    package let server: Server
    /// In the order of the map.
    package let registers: [ExportedRegister]

    /// Where a client finds the map.
    package struct Server: Sendable {
        package let host: String
        package let port: UInt16
        package let unit: UInt8

        package init(host: String, port: UInt16, unit: UInt8) {
            self.host = host
            self.port = port
            self.unit = unit
        }
    }

    package init(_ map: RegisterMap, server: Server) {
        self.map = map
        self.server = server
        var names = UniqueNames()
        var titles = UniqueNames()
        registers = map.registers.map { register in
            let (address, kind) = ("\(register.address)", register.isAlone ? "alone" : register.tables.rawValue)
            return ExportedRegister(
                register,
                name: names.claim(ExportedRegister.name(register), or: [address, kind]) { "\($0)_\($1)" },
                title: titles.claim(ExportedRegister.title(register), or: ["address \(address)", kind]) {
                    "\($0) (\($1))"
                }
            )
        }
    }

    /// The registers by the map's sections, in the order of the map.
    var sections: [(name: String?, registers: [ExportedRegister])] {
        var sections: [(name: String?, registers: [ExportedRegister])] = []
        for register in registers {
            if let last = sections.indices.last, sections[last].name == register.section {
                sections[last].registers.append(register)
            } else {
                sections.append((register.section, [register]))
            }
        }
        return sections
    }

    var name: String { map.name.printable }

    /// What a person must know whose program takes every number for a value; `nil` where the map has no such numbers.
    var warning: String? {
        guard registers.contains(where: { $0.notAvailable(whenStale: map.stale) != nil }) else { return nil }
        return "What the meter does not send reads as the largest number of a u16, u32 or u64, the lowest of an i16, "
            + "i32 or i64, or NaN: not as a value."
    }

    /// The map's title, or its name where it has none.
    var title: String { map.title.isEmpty ? name : map.title.printable }
}

/// Names of which none is given out twice.
private struct UniqueNames {
    private var taken: Set<String> = []

    /// The name as it is if that is free, else with the additions one after the other, else with a number.
    mutating func claim(
        _ name: String,
        or additions: [String],
        joined: (String, String) -> String
    ) -> String {
        var candidate = name
        for addition in additions where taken.contains(candidate) { candidate = joined(candidate, addition) }
        var number = 2
        let base = candidate
        while taken.contains(candidate) {
            candidate = joined(base, "\(number)")
            number += 1
        }
        taken.insert(candidate)
        return candidate
    }
}

// SPDX-License-Identifier: Apache-2.0

import Registers

extension MapFormat {
    /// A page with one table for each section of the map (GitHub Flavored Markdown, tables).
    static let markdown = MapFormat("markdown", "documentation as a Markdown page") { export in
        let table = DocumentTable(export: export)
        var text = "# \(escaped(export.title))\n\n"
        for fact in table.facts { text += "* \(fact.name): \(escaped(fact.text))\n" }
        text += """

            Addresses are the ones of the protocol, from 0, in decimal and hexadecimal; beside them the number that begins \
            at 1, and Modicon's notation, 4 for holding and 3 for input registers, 1 for discrete inputs, 0 for coils. \
            "Unit" is what one step of the register is worth.

            """
        for section in export.sections {
            text += "\n"
            if let name = section.name { text += "## \(escaped(name.printable))\n\n" }
            text += "| " + DocumentTable.headings.joined(separator: " | ") + " |\n"
            text += "|" + DocumentTable.headings.map { _ in "---|" }.joined() + "\n"
            for entry in section.registers {
                let cells = zip(DocumentTable.cells(of: entry, in: export.map), DocumentTable.isCode)
                text += "|" + cells.map { " \($1 ? code($0) : escaped($0)) |" }.joined() + "\n"
            }
        }
        return text
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if #"\`*_[]<>|#&~"#.contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }

    /// A code span; as long a fence as its text needs, and tables take no bare `|` even inside one.
    private static func code(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
        let padding = text.contains("`") ? " " : ""
        let cell = text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: #"\|"#)
        return fence + padding + cell + padding + fence
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var (longest, current) = (0, 0)
        for each in text {
            current = each == character ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}

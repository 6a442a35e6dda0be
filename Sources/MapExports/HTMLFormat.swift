// SPDX-License-Identifier: Apache-2.0

import Registers

extension MapFormat {
    /// One page that needs nothing beside it, to be printed or put on a share.
    static let html = MapFormat("html", "documentation as a page for a browser") { export in
        let table = DocumentTable(export: export)
        var text = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>\(escaped(export.title))</title>
            <style>
            body { font: 14px/1.4 sans-serif; margin: 2em; }
            table { border-collapse: collapse; }
            th, td { border: 1px solid #bbb; padding: 2px 6px; text-align: left; vertical-align: top; }
            </style>
            </head>
            <body>
            <h1>\(escaped(export.title))</h1>
            <ul>

            """
        for fact in table.facts { text += "<li>\(fact.name): \(escaped(fact.text))</li>\n" }
        text += "</ul>\n"
        for section in export.sections {
            if let name = section.name { text += "<h2>\(escaped(name.printable))</h2>\n" }
            text += "<table>\n<tr>" + DocumentTable.headings.map { "<th>\($0)</th>" }.joined() + "</tr>\n"
            for entry in section.registers {
                let cells = zip(DocumentTable.cells(of: entry, in: export.map), DocumentTable.isCode)
                let row = cells.map { cell, isCode in
                    isCode && !cell.isEmpty ? "<td><code>\(escaped(cell))</code></td>" : "<td>\(escaped(cell))</td>"
                }
                text += "<tr>" + row.joined() + "</tr>\n"
            }
            text += "</table>\n"
        }
        return text + "</body>\n</html>\n"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}

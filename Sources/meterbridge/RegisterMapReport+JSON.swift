// SPDX-License-Identifier: Apache-2.0

import JSON
import Notation
import Registers

extension RegisterMapReport {
    /// One line of `maps check --json`; its shape is told in the help of that command.
    func json(name: String, file: String, isRight: Bool) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("name", name)
            writer.member("file", file)
            writer.member("right", isRight)
            writer.member("registers", map?.registers.count)
            writer.key("diagnostics")
            writer.array { writer in
                for diagnostic in diagnostics { diagnostic.write(&writer) }
            }
        }
        return writer.text
    }
}

extension Diagnostic {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("severity", severity.rawValue)
            place.write(&writer)
            writer.member("message", message)
            writer.member("hint", hint)
            writer.key("notes")
            writer.array { writer in
                for note in notes {
                    writer.object { writer in
                        note.place.write(&writer)
                        writer.member("message", note.message)
                    }
                }
            }
        }
    }
}

extension SourcePlace {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.member("file", source.name)
        writer.member("line", range.line)
        writer.member("column", range.column)
        writer.member("length", range.length)
    }
}

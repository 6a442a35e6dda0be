// SPDX-License-Identifier: Apache-2.0

import Glibc
import JSON
import Notation

extension Terminal {
    /// Tells diagnostics on standard error, in colour where a person looks.
    static func write(_ diagnostics: [Diagnostic]) {
        // https://no-color.org: set to anything but nothing, no program colours.
        let isPlain = unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
        let inColor = Terminal.isTerminal(STDERR_FILENO) && !isPlain
        for diagnostic in diagnostics {
            Terminal.write(diagnostic.rendered(inColor: inColor) + "\n", to: STDERR_FILENO)
        }
    }
}

extension Diagnostic {
    /// As `check --json` and `maps check --json` have it; its shape is told in the help of those commands.
    func write(_ writer: inout JSONWriter) {
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

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

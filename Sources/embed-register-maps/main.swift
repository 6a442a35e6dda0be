// SPDX-License-Identifier: Apache-2.0

// Build tool: writes a Swift file that holds the text of each register map named on the command line.
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.first else {
    FileHandle.standardError.write(Data("usage: embed-register-maps OUTPUT.swift MAP…\n".utf8))
    exit(64)
}
var source =
    "// Generated from the .map files; do not edit.\n\npackage let embeddedMaps: [(name: String, text: String)] = [\n"
for path in arguments.dropFirst() {
    let url = URL(fileURLWithPath: path)
    var text = try String(contentsOf: url, encoding: .utf8)
    if !text.hasSuffix("\n") { text += "\n" }
    let name = url.deletingPathExtension().lastPathComponent
    source += "(\"\(name)\", ##\"\"\"\n\(text)\"\"\"##),\n"
}
source += "]\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)

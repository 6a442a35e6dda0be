// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The fenced blocks of the guide to register maps, `RegisterMaps/README.md`, in their order.
struct MapGuide {
    enum Block {
        /// What a reader saves under this name.
        case file(name: String, text: String)
        /// A map that stands for itself.
        case map(String)
        /// Commands behind `$ `, each with what it prints; a line `…` stands for any number of lines.
        case console([(command: String, output: [String])])
    }

    struct UnknownBlock: Error {
        let information: String
    }

    let blocks: [Block]

    init() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let guide = tests.deletingLastPathComponent().appendingPathComponent("RegisterMaps/README.md")
        let text = try String(contentsOf: guide, encoding: .utf8)
        blocks = try text.matches(of: /```(\S+)(?: (\S+))?\n((?:.|\n)*?)```/).map { match in
            let (language, name, body) = (match.output.1, match.output.2, String(match.output.3))
            switch (language, name) {
            case (_, let name?): return .file(name: String(name), text: body)
            case ("map", nil): return .map(body)
            case ("console", nil): return .console(MapGuide.commands(body))
            default: throw UnknownBlock(information: String(language))
            }
        }
    }

    private static func commands(_ text: String) -> [(command: String, output: [String])] {
        var commands: [(command: String, output: [String])] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("$ ") {
                commands.append((String(line.dropFirst(2)), []))
            } else if !commands.isEmpty {
                commands[commands.count - 1].output.append(String(line))
            }
        }
        return commands
    }

    /// Whether lines are those that the guide prints.
    static func isPrinted(_ lines: [String], as expected: [String]) -> Bool {
        guard let first = expected.first else { return lines.isEmpty }
        let rest = Array(expected.dropFirst())
        if first == "…" {
            return (0...lines.count).contains { isPrinted(Array(lines.dropFirst($0)), as: rest) }
        }
        return lines.first == first && isPrinted(Array(lines.dropFirst()), as: rest)
    }
}

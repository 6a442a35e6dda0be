// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Notation

/// A word of a command line that stands where a subcommand is named, and names none: `meterbridge maps lst`.
struct UnknownSubcommand: CustomStringConvertible {
    /// The words up to it, itself included.
    private let words: [String]
    private let known: [String]

    /// - Returns: `nil` where every subcommand is one, and where an option comes first, which is the parser's to judge.
    init?(in arguments: [String], of root: any ParsableCommand.Type) {
        var command = root
        for (index, word) in arguments.enumerated() {
            let subcommands = command.configuration.subcommands
            // `help` is the parser's own.
            guard !subcommands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            guard let next = subcommands.first(where: { $0.configuration.commandName == word }) else {
                words = [root.configuration.commandName ?? ""] + arguments[...index]
                known = subcommands.compactMap(\.configuration.commandName)
                return
            }
            command = next
        }
        return nil
    }

    var description: String {
        let hint =
            words.last.flatMap { Spelling.suggestion(for: $0, in: known) }
            ?? "there are \(known.joined(separator: ", "))"
        return "there is no command '\(words.joined(separator: " "))'; \(hint)"
    }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Notation

/// A word of a command line that stands where a subcommand is named, and names none: `meterbridge maps lst`.
struct UnknownSubcommand: CustomStringConvertible {
    /// The words up to it, itself included.
    private let words: [String]
    private let known: [String]

    /// - Returns: `nil` where every subcommand is one, and where an option comes first, which is the parser's to judge.
    static func find(in arguments: [String], of root: CommandConfiguration) -> UnknownSubcommand? {
        var command = root
        var words = [command.commandName ?? ""]
        for word in arguments {
            var subcommands: [CommandConfiguration] = []
            for subcommand in command.subcommands { subcommands.append(subcommand.configuration) }
            // `help` is the parser's own.
            if subcommands.isEmpty || word.hasPrefix("-") || word == "help" { return nil }
            words.append(word)
            guard let next = subcommands.first(where: { $0.commandName == word }) else {
                return UnknownSubcommand(words: words, known: subcommands.compactMap(\.commandName))
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

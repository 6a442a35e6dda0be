// SPDX-License-Identifier: Apache-2.0

/// Why a text isn't the address of an input.
package struct InputAddressFault: Error, Hashable, Sendable {
    /// What is wrong.
    package enum Cause: Hashable, Sendable {
        /// The address has no text.
        case empty
        /// It begins with a word that is no kind of input.
        case unknownKind(nearest: String?)
        /// It begins with a kind that is planned.
        case notBuilt
        /// What has to follow the kind is not there.
        case lacksLocation(of: String)
        /// A path without a kind leads nowhere.
        case noSuchPath
        /// A path without a kind leads to a folder.
        case isFolder
        /// What should be host and port isn't.
        case badEndpoint
        /// The port is no number from 1 to 65535.
        case badPort
        /// The kind doesn't have this option.
        case unknownOption(of: String, known: [String], nearest: String?)
        /// An option is given twice.
        case repeatedOption
        /// An option's value, or the name of a simulated meter, can't be understood.
        case badValue(option: String, expected: String, nearest: String?)
    }

    /// The kinds of input there are, for people.
    private static let kinds = "serial:, tcp:, file:, simulator: and - (standard input)"

    /// What is wrong.
    package let cause: Cause

    /// The part of the address that is wrong, as it was written.
    package let culprit: String

    /// A correct address of the kind that was meant.
    package let example: String

    init(_ cause: Cause, culprit: some StringProtocol, example: String = "serial:/dev/ttyUSB0") {
        self.cause = cause
        self.culprit = String(culprit)
        self.example = example
    }
}

extension InputAddressFault: CustomStringConvertible {
    /// The fault as a sentence, with the nearest known name and an example.
    package var description: String {
        switch cause {
        case .noSuchPath: sentence + "."
        default: "\(sentence). Example: \(example)"
        }
    }

    /// The same without its full stop and without an example.
    package var sentence: String {
        switch cause {
        case .empty:
            "No input is named; there are \(Self.kinds)"
        case .unknownKind(let nearest):
            "'\(culprit)' is not a kind of input\(suggestion(nearest)); there are \(Self.kinds)"
        case .notBuilt:
            "'\(culprit)' inputs are not supported yet; there are \(Self.kinds)"
        case .lacksLocation(let what):
            "'\(culprit)' lacks \(what)"
        case .noSuchPath:
            "There is no file or device '\(culprit)'; other inputs begin with their kind: \(Self.kinds)"
        case .isFolder:
            "'\(culprit)' is a folder; name a recording in it"
        case .badEndpoint:
            "'\(culprit)' is not HOST:PORT; an IPv6 address stands in brackets"
        case .badPort:
            "'\(culprit)' is not a port; ports are 1 to 65535"
        case .unknownOption(let kind, let known, let nearest):
            if known.isEmpty {
                "\(kind) has no options, but '\(culprit)' was given"
            } else {
                "'\(culprit)' is not an option of \(kind)\(suggestion(nearest)); it has \(list(known))"
            }
        case .repeatedOption:
            "The option '\(culprit)' is given twice"
        case .badValue(let option, let expected, let nearest):
            "'\(culprit)' is not a value of '\(option)'\(suggestion(nearest)); it is \(expected)"
        }
    }

    private func suggestion(_ nearest: String?) -> String {
        nearest.map { " (did you mean '\($0)'?)" } ?? ""
    }

    private func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.joined() }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

// SPDX-License-Identifier: Apache-2.0

import Notation

/// The options of one address, `name=value` each, taken out one by one by the kind that knows them.
struct InputOptions {
    private var values: [(name: String, value: String)]
    private let kind: String
    private let known: [String]
    private let example: String

    /// Checks that every option is known and given once.
    ///
    /// - Parameters:
    ///   - texts: the options as written; one without `=` has an empty value.
    ///   - kind: the kind of input, such as `serial:`.
    ///   - known: the names that this kind has.
    ///   - example: a correct address.
    init(_ texts: [String], of kind: String, known: [String], example: String) throws(InputAddressFault) {
        self.kind = kind
        self.known = known
        self.example = example
        values = []
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard known.contains(name) else {
                throw InputAddressFault(
                    .unknownOption(of: kind, known: known, nearest: Spelling.nearest(to: name, in: known)),
                    culprit: name,
                    example: example
                )
            }
            guard !values.contains(where: { $0.name == name }) else {
                throw InputAddressFault(.repeatedOption, culprit: name, example: example)
            }
            values.append((name, parts.count == 2 ? String(parts[1]) : ""))
        }
    }

    /// The value of the option, read by `read`; nil when it isn't given.
    ///
    /// - Parameters:
    ///   - expected: what the value should be, for people.
    ///   - names: the words that it may be, if it is one of a few.
    func value<Value>(
        _ name: String,
        expected: String,
        names: [String] = [],
        _ read: (String) -> Value?
    ) throws(InputAddressFault) -> Value? {
        guard let text = values.first(where: { $0.name == name })?.value else { return nil }
        guard let value = read(text) else {
            throw InputAddressFault(
                .badValue(option: name, expected: expected, nearest: Spelling.nearest(to: text, in: names)),
                culprit: text,
                example: example
            )
        }
        return value
    }

    /// The option as a time between two bounds.
    func duration(_ name: String, in range: ClosedRange<Duration>) throws(InputAddressFault) -> Duration? {
        let bounds = "\(range.lowerBound.notation) to \(range.upperBound.notation)"
        return try value(name, expected: "a time from \(bounds), such as 500ms, 1s, 2.5s or 1m") { text in
            Duration(notation: text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

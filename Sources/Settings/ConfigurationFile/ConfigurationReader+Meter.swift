// SPDX-License-Identifier: Apache-2.0

import Decryption
import Inputs
import Notation
import Telegrams

/// Meters and sums.
extension ConfigurationReader {
    /// From what a test needs to the longest time that the notation has.
    private static let ages = Duration.milliseconds(100)...Duration.seconds(3_600_000)
    private static let inputExample = "input serial:/dev/ttyUSB0 settings=9600-7E1"

    mutating func meter(_ block: ConfigurationBlock) {
        guard let heading = block.heading else { return }
        var name: String?
        take(heading) { (reader, heading, cursor) throws(LineFault) in
            name = try reader.name(heading, &cursor, example: "meter house")
        }
        // One without a name is read all the same, for its faults.
        var meter = MeterConfiguration(name: name ?? "", input: .standardInput)
        for statement in block.statements {
            take(statement) { (reader, statement, cursor) throws(LineFault) in
                try reader.meterKey(statement, &meter, &cursor)
            }
        }
        if block.statement("input") == nil {
            diagnostics.error("this meter has no input", at: heading.place, hint: Self.inputExample)
        }
        keys(block, &meter)
        guard name != nil else { return }
        configuration.meters.append(meter)
    }

    private mutating func meterKey(
        _ statement: ConfigurationStatement,
        _ meter: inout MeterConfiguration,
        _ cursor: inout TokenCursor
    ) throws(LineFault) {
        switch statement.key.name {
        case "input":
            let place = statement.source.place(cursor.place)
            meter.input = try input(&cursor)
            places.inputs[meter.name] = place
        case "stale-after":
            places.staleAfter[meter.name] = statement.place
            meter.staleAfter = try cursor.duration(in: Self.ages, example: "stale-after 30s")
        case "frozen-after": meter.frozenAfter = try cursor.duration(in: Self.ages, example: "frozen-after 30s")
        case "crc": meter.checksumPolicy = try cursor.choice("a policy", of: ChecksumPolicy.self)
        case "country": meter.country = try country(&cursor)
        // The keys are read together.
        default: _ = cursor.take()
        }
    }

    /// A name that nothing else has.
    private mutating func name(
        _ statement: ConfigurationStatement,
        _ cursor: inout TokenCursor,
        example: String
    ) throws(LineFault) -> String {
        let token = try cursor.value("a name", example: example)
        let name = token.text
        let isWord = name.first?.isLetter == true && name.count <= 60
        guard isWord, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }) else {
            throw LineFault(
                "a name has letters, digits, - and _, begins with a letter and is no longer than 60",
                at: token.range,
                hint: example
            )
        }
        // In `--set limits.connections=100` nobody could say whether the meter is meant.
        guard !["listen", "limits", "mqtt"].contains(name) else {
            throw LineFault("'\(name)' has a meaning already", at: token.range, hint: example)
        }
        let place = statement.source.place(token.range)
        guard let before = places.meters[name] else {
            places.meters[name] = place
            return name
        }
        diagnostics.error(
            "the name '\(name)' is taken",
            at: place,
            hint: "give one of the two another name",
            notes: [Diagnostic.Note("the first one stands here", at: before)]
        )
        return name
    }

    private func input(_ cursor: inout TokenCursor) throws(LineFault) -> InputAddress {
        let address = try cursor.value("an address", example: Self.inputExample)
        var parts = address.text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let location = parts.removeFirst()
        var tokens = [address]
        var options = parts.flatMap { $0.split(separator: "&").map(String.init) }
        while let option = cursor.next, option.kind == .word, ForeignHabit.remarkHint(for: option.text) == nil {
            guard option.text.contains("=") else { break }
            tokens.append(option)
            options.append(option.text)
            _ = cursor.take()
        }
        do throws(InputAddressFault) {
            return try InputAddress(location: location, options: options, kindOfPath: surroundings.kindOfPath)
        } catch {
            cursor.skip()
            let culprit = tokens.last { $0.text.hasPrefix(error.culprit) || $0.text.hasSuffix("=" + error.culprit) }
            throw LineFault(
                error.sentence.asMessage,
                at: (culprit ?? address).range,
                hint: "input " + error.example.replacing("?", with: " ").replacing("&", with: " ")
            )
        }
    }

    private func country(_ cursor: inout TokenCursor) throws(LineFault) -> Country {
        if let token = cursor.next, let country = Country(rawValue: token.text.uppercased()) {
            _ = cursor.take()
            return country
        }
        return try cursor.choice("a country's code", of: Country.self)
    }

    private mutating func keys(_ block: ConfigurationBlock, _ meter: inout MeterConfiguration) {
        let key = keyPlace(block, "key")
        let authentication = keyPlace(block, "authentication-key")
        guard let key else {
            if let authentication {
                diagnostics.error(
                    "an authentication key is of no use without a key",
                    at: authentication.statement.place,
                    hint: "key-file PATH"
                )
            }
            return
        }
        meter.keys = MeterKeys(key: key.place, authenticationKey: authentication?.place)
        guard let secret = read(key) else { return }
        meter.decryptor = FrameDecryptor(
            key: secret,
            authenticationKey: authentication.flatMap { read($0) },
            counterMustGrow: !meter.isRecording
        )
    }

    private typealias KeyPlace = (place: MeterKeys.Place, statement: ConfigurationStatement, range: SourceRange)

    private mutating func keyPlace(_ block: ConfigurationBlock, _ name: String) -> KeyPlace? {
        let file = block.statement("\(name)-file")
        let variable = block.statement("\(name)-environment")
        guard let statement = file ?? variable else { return nil }
        if let file, let variable {
            diagnostics.error(
                "the key has two places",
                at: variable.place,
                hint: "leave one of the two out",
                notes: [Diagnostic.Note("the first one stands here", at: file.place)]
            )
        }
        var place: MeterKeys.Place?
        var range = statement.word.range
        take(statement) { (_, statement, cursor) throws(LineFault) in
            let token = try cursor.path(file == nil ? "\(name)-environment METERBRIDGE_KEY" : "\(name)-file PATH")
            range = token.range
            place = file == nil ? .environment(token.text) : .file(token.text)
        }
        return place.map { ($0, statement, range) }
    }

    private mutating func read(_ key: KeyPlace) -> DecryptionKey? {
        do throws(MeterKeyFault) {
            return try surroundings.key(in: key.place)
        } catch {
            diagnostics.error("\(error)".asMessage, at: key.statement.source.place(key.range))
            return nil
        }
    }

    mutating func sum(_ statement: ConfigurationStatement, _ cursor: inout TokenCursor) throws(LineFault) {
        let example = "sum house-without-charger = house - charger"
        let name = try name(statement, &cursor, example: example)
        guard cursor.take(word: "=") != nil else {
            throw LineFault("'=' is expected here", at: cursor.place, hint: example)
        }
        var sum = SumConfiguration(name: name, terms: [])
        var parts: [SourcePlace] = []
        var sign = SumConfiguration.Sign.plus
        if cursor.take(word: "-") != nil { sign = .minus } else { _ = cursor.take(word: "+") }
        while true {
            let part = try cursor.value("a meter", example: example)
            sum.terms.append(SumConfiguration.Term(sign, part.text))
            parts.append(statement.source.place(part.range))
            if cursor.take(word: "+") != nil {
                sign = .plus
            } else if cursor.take(word: "-") != nil {
                sign = .minus
            } else {
                break
            }
        }
        places.parts[name] = parts
        configuration.sums.append(sum)
        if let next = cursor.next {
            cursor.skip()
            throw LineFault(
                "'+' or '-' is expected here, not \(next.quoted)",
                at: next.range,
                hint: Lookalike.hint(for: next.text) ?? example
            )
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Telegrams
import Testing

/// The folder of real telegrams beside the checkout, and the index that says what each of them means.
enum Corpus {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../shared/telegrams").standardized
    static let isPresent = FileManager.default.fileExists(atPath: folder.appendingPathComponent("index.csv").path)

    struct Row: Sendable, CustomTestStringConvertible {
        let fields: [String: String]
        subscript(_ name: String) -> String { fields[name] ?? "" }
        var file: String { self["file"] }
        var isPlain: Bool { file.hasSuffix(".txt") }
        var hasChecksum: Bool { isPlain && self["crc"] == "valid" }
        var testDescription: String { file }
        /// The first gas meter where the row names two.
        var gasVolume: String {
            let text = self["gas_m3"].split(separator: ";").first.map(String.init) ?? ""
            return text.split(separator: "=").last.map(String.init) ?? ""
        }
        func bytes() throws -> [UInt8] {
            Array(try Data(contentsOf: Corpus.folder.appendingPathComponent(file)))
        }
    }

    static let rows: [Row] = {
        guard let text = try? String(contentsOf: folder.appendingPathComponent("index.csv"), encoding: .utf8) else {
            return []
        }
        var lines = text.split(whereSeparator: \.isNewline).map(fields)
        let names = lines.removeFirst()
        return lines.map { Row(fields: Dictionary(zip(names, $0)) { first, _ in first }) }
    }()

    static func accepted(_ bytes: [UInt8]) -> [Telegram] {
        var decoder = TelegramDecoder(learnsFromChecksums: false)
        var telegrams: [Telegram] = []
        let collect: (TelegramDecoder.Outcome) -> Void = { outcome in
            if case .telegram(let telegram) = outcome { telegrams.append(telegram) }
        }
        decoder.decode(bytes, collect)
        decoder.finish(collect)
        return telegrams
    }

    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}

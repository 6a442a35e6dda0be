// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Metering
import Telegrams

/// What `decode` tells of one telegram, as a table for people or as a line of JSON for programs.
struct DecodeReport: Encodable {
    /// The names and shapes are promised: programs read them.
    private struct Value: Encodable {
        let value: Number
        let unit: String?
        let source: String?
    }

    private enum Number: Encodable {
        case number(Double)
        case text(String)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            }
        }
    }

    private struct Remark: Encodable {
        let line: Int
        let text: String
    }

    private let identification: String
    private let crc: String
    private let accepted: Bool
    private let reason: String?
    private var quantities: [String: Value] = [:]
    private var objects: [String: [String]] = [:]
    private var unknown: [String] = []
    private var oddities: [Remark] = []
    private var doubts: [String] = []

    /// In the order of the catalogue, for the table.
    private var rows: [(name: String, value: String, unit: String, source: String)] = []

    private enum CodingKeys: String, CodingKey {
        case identification, crc, accepted, reason, quantities, objects, unknown, oddities, doubts
    }

    var isAccepted: Bool { accepted }

    init(_ outcome: TelegramDecoder.Outcome, standardOffset: Int64?) {
        switch outcome {
        case .rejected(let rejection, let bytes):
            identification = DecodeReport.firstLine(bytes)
            crc = if case .checksumMismatch = rejection { "invalid" } else { "absent" }
            accepted = false
            reason = rejection.description
        case .telegram(let telegram):
            identification = telegram.identification
            crc = telegram.checksum.name
            accepted = true
            reason = nil
            take(Reading(telegram, standardOffset: standardOffset))
        }
    }

    private mutating func take(_ reading: Reading) {
        for quantity in Quantity.allCases {
            let unit = quantity.unit == .one ? nil : quantity.unit.symbol
            if let number = reading[quantity] {
                let source = reading.source(quantity)
                quantities[quantity.name] = Value(value: .number(number.double), unit: unit, source: source)
                rows.append((quantity.name, number.description, unit ?? "", source ?? ""))
            } else if let text = reading.text(quantity) {
                quantities[quantity.name] = Value(value: .text(text), unit: nil, source: nil)
                rows.append((quantity.name, text, "", ""))
            }
        }
        for object in reading.telegram.objects {
            objects[object.code.description] = reading.telegram.texts(object)
        }
        unknown = reading.unknownCodes.map(\.description)
        oddities = reading.telegram.oddities.map { Remark(line: $0.line, text: $0.description) }
        doubts = reading.doubts
    }

    /// One line.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    var table: String {
        var text = "/\(identification)\n"
        text += "  checksum  \(crc)\n"
        text += accepted ? "  accepted  yes\n" : "  accepted  no: \(reason ?? "")\n"
        guard accepted else { return text }
        var table = TextTable()
        for row in rows { table.add(row.name, row.value, row.unit, row.source) }
        text += "\n" + table.text()
        if !unknown.isEmpty {
            var table = TextTable()
            for code in unknown { table.add(code, (objects[code] ?? []).map { "(\($0))" }.joined()) }
            text += "\n  unknown codes\n" + table.text(indentation: "    ")
        }
        for remark in oddities.map(\.text) + doubts { text += "\n  odd: \(remark)" }
        return oddities.isEmpty && doubts.isEmpty ? text : text + "\n"
    }

    private static func firstLine(_ bytes: [UInt8]) -> String {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return String(decoding: line.dropFirst().prefix(80), as: UTF8.self)
    }
}

extension ChecksumVerdict {
    fileprivate var name: String {
        switch self {
        case .valid: "valid"
        case .absent: "absent"
        case .invalid: "invalid"
        }
    }
}

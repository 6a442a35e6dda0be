// SPDX-License-Identifier: Apache-2.0

import JSON
import Metering
import Telegrams

/// What `decode` tells of one telegram, as a table for people or as a line of JSON for programs.
struct DecodeReport {
    fileprivate enum Value {
        case number(Decimal)
        case text(String)
    }

    fileprivate struct Row {
        let quantity: Quantity
        let value: Value
        let source: String?

        var unit: String? { quantity.unit == .one ? nil : quantity.unit.symbol }
    }

    private let identification: String
    private let crc: String
    private let accepted: Bool
    private let reason: String?
    /// In the order of the catalogue.
    private var rows: [Row] = []
    /// Every OBIS code and its groups as sent, the last where one occurs twice.
    private var objects: [(code: ObisCode, groups: [String])] = []
    private var unknown: [ObisCode] = []
    private var oddities: [Oddity] = []
    private var doubts: [String] = []

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
            if let number = reading[quantity] {
                rows.append(Row(quantity: quantity, value: .number(number), source: reading.source(quantity)))
            } else if let text = reading.text(quantity) {
                rows.append(Row(quantity: quantity, value: .text(text), source: nil))
            }
        }
        for object in reading.telegram.objects {
            objects.removeAll { $0.code == object.code }
            objects.append((object.code, reading.telegram.texts(object)))
        }
        unknown = reading.unknownCodes
        oddities = reading.telegram.oddities
        doubts = reading.doubts.map(\.description)
    }

    /// One line. The names and shapes are promised: programs read them.
    var json: String {
        var writer = JSONWriter(capacity: 4096)
        writer.object { writer in
            writer.member("identification", identification)
            writer.member("crc", crc)
            writer.member("accepted", accepted)
            if let reason { writer.member("reason", reason) }
            writer.key("quantities")
            writer.object { writer in
                for row in rows { row.write(to: &writer) }
            }
            writer.key("objects")
            writer.object { writer in
                for object in objects {
                    writer.key(object.code.description)
                    writer.array { writer in
                        for group in object.groups { writer.string(group) }
                    }
                }
            }
            writer.key("unknown")
            writer.array { writer in
                for code in unknown { writer.string(code.description) }
            }
            writer.key("oddities")
            writer.array { writer in
                for oddity in oddities {
                    writer.object { writer in
                        writer.member("line", oddity.line)
                        writer.member("text", oddity.description)
                    }
                }
            }
            writer.key("doubts")
            writer.array { writer in
                for doubt in doubts { writer.string(doubt) }
            }
        }
        return writer.text
    }

    var table: String {
        var text = "/\(identification)\n"
        text += "  checksum  \(crc)\n"
        text += accepted ? "  accepted  yes\n" : "  accepted  no: \(reason ?? "")\n"
        guard accepted else { return text }
        var table = TextTable()
        for row in rows { table.add(row.quantity.name, row.value.description, row.unit ?? "", row.source ?? "") }
        text += "\n" + table.text()
        if !unknown.isEmpty {
            var table = TextTable()
            for object in objects where unknown.contains(object.code) {
                table.add(object.code.description, object.groups.map { "(\($0))" }.joined())
            }
            text += "\n  unknown codes\n" + table.text(indentation: "    ")
        }
        let remarks = oddities.map(\.description) + doubts
        return text + (remarks.isEmpty ? "" : "\n") + remarks.map { "  odd: \($0)\n" }.joined()
    }

    private static func firstLine(_ bytes: [UInt8]) -> String {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return String(decoding: line.dropFirst().prefix(80), as: UTF8.self)
    }
}

extension DecodeReport.Row {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key(quantity.name)
        writer.object { writer in
            writer.key("value")
            switch value {
            case .number(let number): writer.number(number)
            case .text(let text): writer.string(text)
            }
            if let unit { writer.member("unit", unit) }
            if let source { writer.member("source", source) }
        }
    }
}

extension DecodeReport.Value: CustomStringConvertible {
    fileprivate var description: String {
        switch self {
        case .number(let number): number.description
        case .text(let text): text
        }
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

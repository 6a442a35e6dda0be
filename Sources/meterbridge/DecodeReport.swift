// SPDX-License-Identifier: Apache-2.0

import Decryption
import Metering
import Telegrams

/// What `decode` tells of one telegram, as a table for people or as a line of JSON for programs.
struct DecodeReport {
    enum Value {
        case number(Decimal)
        case text(String)
    }

    struct Row {
        let quantity: Quantity
        let value: Value
        let source: String?

        var unit: String? { quantity.unit == .one ? nil : quantity.unit.symbol }
    }

    let identification: String
    let crc: String
    var algorithm: String?
    let isAccepted: Bool
    let reason: String?
    /// Its line ends were lost, and put back by what the checksum says.
    var isRestored = false
    /// What vouches for it, where it was encrypted.
    var decryption: DecryptedText.Assurance?
    var reading: Reading?
    /// In the order of the catalogue.
    var rows: [Row] = []
    /// Every OBIS code and its groups as sent, the last where one occurs twice.
    var objects: [(code: ObisCode, groups: [String])] = []
    var unknown: [ObisCode] = []

    init(_ outcome: TelegramDecoder.Outcome, standardOffset: Int64?) {
        switch outcome {
        case .rejected(let rejection, let bytes):
            identification = DecodeReport.firstLine(bytes)
            crc = if case .checksumMismatch = rejection { "invalid" } else { "absent" }
            isAccepted = false
            reason = rejection.description
        case .telegram(let telegram):
            identification = telegram.identification
            crc = telegram.checksum.name
            if case .valid(let verified) = telegram.checksum { algorithm = verified.name }
            isAccepted = true
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
        self.reading = reading
    }

    /// What the lines of the telegram are odd in, in their order.
    var oddities: [(line: Int, text: String)] {
        guard let reading else { return [] }
        let odd = reading.telegram.oddities.map { ($0.line, $0.description) } + repetitions(reading.telegram)
        return odd.sorted { $0.0 < $1.0 }
    }

    /// Lines whose code stood on an earlier one, too.
    private func repetitions(_ telegram: Telegram) -> [(Int, String)] {
        var lines: [ObisCode: Int] = [:]
        return telegram.objects.compactMap { object in
            defer { lines[object.code] = object.line }
            return lines[object.code].map {
                (object.line, "line \(object.line): repeats \(object.code) of line \($0) and counts in its place")
            }
        }
    }

    /// What is doubtful about the telegram as a whole, or about values that stand in good lines.
    var doubts: [String] {
        guard let reading else { return [] }
        var doubts = reading.doubts.map(\.description)
        if isRestored {
            doubts.append("its line ends had been changed; with CR LF, as the meter sent them, the checksum is valid")
        }
        if case .absent = reading.telegram.checksum, reading.telegram.namesVersion {
            doubts.append("it has no checksum, although its version prescribes one")
        }
        return doubts
    }

    func seconds(_ clock: MeterClock, _ reading: Reading) -> Int64 {
        clock.secondsSince1970(standardOffset: reading.standardOffset)
    }

    private static func firstLine(_ bytes: [UInt8]) -> String {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return String(decoding: line.dropFirst().prefix(80), as: UTF8.self)
    }
}

extension DecodeReport.Value: CustomStringConvertible {
    var description: String {
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

extension Checksum {
    fileprivate var name: String {
        switch self {
        case .arc: "CRC-16/ARC"
        case .x25: "CRC-16/X-25"
        }
    }
}

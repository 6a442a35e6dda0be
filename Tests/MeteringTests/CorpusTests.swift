// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

/// Real telegrams with expected values, where they are present beside the checkout.
@Suite(.enabled(if: Corpus.isPresent, "the folder ../shared/telegrams is absent: real telegrams are not tested"))
struct CorpusTests {
    @Test("A real telegram gives the values that its index row expects", arguments: Corpus.rows.filter(\.isPlain))
    func agrees(with row: Corpus.Row) throws {
        // Given the file as it stands
        let telegrams = Corpus.accepted(try row.bytes())

        // When it is decoded with each telegram judged by itself
        let expectsTelegram = row["crc"] != "intentionally-bad"
        #expect(telegrams.isEmpty != expectsTelegram)

        // Then the last telegram says what the index says
        guard let telegram = telegrams.last else { return }
        let reading = Reading(telegram)
        expect(reading[.energyImport], row["import_kwh"], row)
        expect(reading[.energyExport], row["export_kwh"], row)
        expect(reading[.powerImport], row["power_import_w"], row)
        expect(reading[.powerExport], row["power_export_w"], row)
        expect(reading[.voltageL1], row["v_l1"], row)
        expect(reading[.gasVolume], row.gasVolume, row)
        #expect((reading.meterID ?? "") == row["meter_id"])
    }

    @Test(
        "A real telegram reads the same in pieces of any size",
        arguments: Corpus.rows.filter(\.isPlain),
        [1, 2, 3, 7, 64, 1000]
    )
    func chunking(_ row: Corpus.Row, size: Int) throws {
        let bytes = try row.bytes()
        let whole = Corpus.accepted(bytes).map(\.bytes)
        var decoder = TelegramDecoder(learnsFromChecksums: false)
        var pieces: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            decoder.decode(bytes[start..<min(start + size, bytes.count)].span) { outcome in
                if case .telegram(let telegram) = outcome { pieces.append(telegram.bytes) }
            }
        }
        decoder.finish { outcome in
            if case .telegram(let telegram) = outcome { pieces.append(telegram.bytes) }
        }
        #expect(pieces == whole)
    }

    @Test(
        "Every bit that flips and every cut gives the same telegrams or none",
        arguments: Corpus.rows.filter(\.hasChecksum)
    )
    func damage(_ row: Corpus.Row) throws {
        // Given a file whose telegrams have a checksum
        var bytes = try row.bytes()
        let whole = Set(Corpus.accepted(bytes).map(\.bytes))

        // When one bit of it flips, or it ends early; then nothing is accepted that wasn't in it
        for index in bytes.indices {
            for bit in 0..<8 {
                bytes[index] ^= 1 << bit
                let damaged = Corpus.accepted(bytes).filter { !whole.contains($0.bytes) }
                #expect(damaged.isEmpty, "byte \(index), bit \(bit)")
                bytes[index] ^= 1 << bit
            }
            let cut = Corpus.accepted(Array(bytes[..<index])).filter { !whole.contains($0.bytes) }
            #expect(cut.isEmpty, "cut at byte \(index)")
        }
    }

    private func expect(_ value: Decimal?, _ text: String, _ row: Corpus.Row) {
        if text.isEmpty {
            #expect(value == nil, "\(row.file)")
        } else {
            #expect(value == Decimal(text), "\(row.file)")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import FuzzingProperties
import Metering
import Notation
import State

/// What holds for whatever stands in a state file.
enum StateProperties {
    static func check(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        switch read(text) {
        case .failure(let refused):
            require(!refused.diagnostics.isEmpty, "refused without a reason")
            for fault in refused.diagnostics { require(!fault.message.isEmpty, "a fault without words") }
        case .success(let states):
            checkWritten(states)
            checkCut(StateText.text(of: states))
            checkGoingOn(states)
        }
    }

    private static func read(_ text: String) -> Result<[MeterState], FaultyText> {
        do throws(FaultyText) {
            return .success(try StateText.states(in: SourceText(name: "state", text: text)))
        } catch {
            return .failure(error)
        }
    }

    /// What is written is read as what it was.
    private static func checkWritten(_ states: [MeterState]) {
        let text = StateText.text(of: states)
        switch read(text) {
        case .success(let again): require(again == states, "\(states) became \(again)")
        case .failure(let refused): require(false, "what was written is refused: \(refused)\n\(text)")
        }
    }

    /// A file that lacks its end, as a power cut could leave it, is never taken for a whole one.
    private static func checkCut(_ text: String) {
        let end = text.utf8.count - "end\n".utf8.count
        for length in [end, end + 1, end + 2, end / 2, end - end / 8] {
            let part = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            if case .success = read(part) { require(false, "a part of a file is taken for a whole one:\n\(part)") }
        }
    }

    /// A meter goes on from what was read, and what is to be written of it then can be read.
    private static func checkGoingOn(_ states: [MeterState]) {
        guard !states.isEmpty else { return }
        var ledger = CounterLedger(states.map { ($0.id, $0.counters) }, isKept: true)
        for said in ContinuedMeter(states).says() {
            guard var reading = said.reading else { continue }
            ledger.take(&reading, at: said.arrival, wallTime: said.wallTime) { _ in }
            checkWritten(ledger.records(at: said.arrival).map { MeterState(id: $0.id, counters: $0.records) })
            ledger.confirm()
        }
        checkWritten(ledger.finalRecords().map { MeterState(id: $0.id, counters: $0.records) })
    }
}

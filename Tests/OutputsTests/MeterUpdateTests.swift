// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

import struct Foundation.Data
import class Foundation.JSONSerialization

@testable import Outputs

@Suite("A reading as JSON")
struct MeterUpdateTests {
    @Test("Quantities stand under their names with the digits they have, behind time and state")
    func members() throws {
        let text = String(decoding: try #require(Updates.fresh(watts: 1588).json), as: UTF8.self)

        #expect(text.hasPrefix(#"{"time":1700000000,"state":"fresh","#))
        #expect(text.contains(#","power.import":1588,"#))
        #expect(text.contains(#","voltage.l1":230.10,"#))
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["meter.model"] as? String == "ISk5\\2MT382")
        #expect(object?["frequency"] == nil)
        #expect(object?["simulated"] == nil)
    }

    @Test("Made-up readings say so")
    func simulated() throws {
        var update = try Updates.fresh(watts: 1)
        update.isSimulated = true

        #expect(String(decoding: try #require(update.json), as: UTF8.self).contains(#""simulated":true,"#))
    }

    @Test("A change of state alone is no telegram")
    func stateOnly() throws {
        #expect(Updates.state("stale").json == nil)
    }
}

// SPDX-License-Identifier: Apache-2.0

import MapExports
import Testing

@Suite("Addresses in the notations of manuals")
struct AddressTests {
    @Test(
        "One address of the protocol, from 1 and in Modicon's notation",
        arguments: [
            ("holding", 0, "0x0000,1,40001"), ("holding", 9998, "0x270E,9999,49999"),
            ("holding", 9999, "0x270F,10000,410000"), ("holding", 65535, "0xFFFF,65536,465536"),
            ("input", 40, "0x0028,41,30041"), ("input", 10000, "0x2710,10001,310001"),
            ("coils", 0, "0x0000,1,00001"), ("discrete", 0, "0x0000,1,10001"),
            ("discrete", 12345, "0x3039,12346,112346"),
        ]
    )
    func notations(table: String, address: Int, expected: String) throws {
        let type = table == "coils" || table == "discrete" ? "bit" : "u16"
        let export = try SmallMap.export("table \(table)\n\(address) \(type) 1")
        let line = try #require(MapFormat(named: "csv")).text(export).split(separator: "\n").last ?? ""

        #expect(line.split(separator: ",")[1...4].joined(separator: ",") == "\(address),\(expected)")
    }
}

// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("Identification")
struct DeviceIdentificationTests {
    private let identity = DeviceIdentity(vendor: "Ve", product: "Pro", revision: "1.2")

    private func answer(_ request: DeviceIdentificationRequest, _ identity: DeviceIdentity) -> [UInt8] {
        var reply: [UInt8] = []
        DeviceIdentification.append(request, of: identity, to: &reply)
        return reply
    }

    @Test("Function 17 says vendor, product and revision, and that the server runs")
    func serverIdentification() {
        var reply: [UInt8] = []
        DeviceIdentification.appendServerIdentification(of: identity, to: &reply)
        #expect(reply == [17, 11] + Array("Ve Pro 1.2".utf8) + [0xFF])
    }

    @Test("A stream has all objects from the one asked for on", arguments: [1, 2, 3] as [UInt8])
    func stream(code: UInt8) {
        let vendor: [UInt8] = [0, 2] + Array("Ve".utf8)
        let product: [UInt8] = [1, 3] + Array("Pro".utf8)
        let revision: [UInt8] = [2, 3] + Array("1.2".utf8)
        let header: [UInt8] = [43, 14, code, 0x81, 0, 0]
        #expect(
            answer(.stream(code: code, firstObject: 0), identity) == header + [3] + vendor + product + revision
        )
        #expect(answer(.stream(code: code, firstObject: 2), identity) == header + [1] + revision)
    }

    @Test("A stream from an unknown object begins at object 0")
    func streamFromUnknownObject() {
        #expect(
            answer(.stream(code: 1, firstObject: 99), identity) == answer(.stream(code: 1, firstObject: 0), identity)
        )
    }

    @Test("An individual request has one object")
    func individual() {
        #expect(answer(.individual(object: 1), identity) == [43, 14, 4, 0x81, 0, 0, 1, 1, 3] + Array("Pro".utf8))
    }

    @Test("Objects that don't fit one answer come in the next ones, and no answer is longer than 253 bytes")
    func moreFollows() {
        let long = DeviceIdentity(
            vendor: String(repeating: "v", count: 100),
            product: String(repeating: "p", count: 300),
            revision: "1"
        )
        let first = answer(.stream(code: 1, firstObject: 0), long)
        #expect(Array(first.prefix(9)) == [43, 14, 1, 0x81, 0xFF, 1, 1, 0, 100])
        let second = answer(.stream(code: 1, firstObject: first[5]), long)
        #expect(Array(second.prefix(9)) == [43, 14, 1, 0x81, 0xFF, 2, 1, 1, 244])
        #expect(second.count == 253)
        let third = answer(.stream(code: 1, firstObject: second[5]), long)
        #expect(third == [43, 14, 1, 0x81, 0, 0, 1, 2, 1, UInt8(ascii: "1")])
        var server: [UInt8] = []
        DeviceIdentification.appendServerIdentification(of: long, to: &server)
        #expect(server.count == 253)
        #expect(server[1] == 251)
    }
}

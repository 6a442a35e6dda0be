// SPDX-License-Identifier: Apache-2.0

/// The answers to functions 17 and 43/14, which libmodbus cannot give: it names itself in the one and doesn't know
/// the other.
package enum DeviceIdentification {
    /// The MEI type of "read device identification" (MODBUS Application Protocol V1.1b3, clause 6.21).
    static let interfaceType: UInt8 = 14

    /// The longest protocol data unit (clause 4.1).
    static let longestDataUnit = 253

    /// Basic objects only, as a stream and individually (clause 6.21).
    private static let conformityLevel: UInt8 = 0x81

    /// Appends the answer to function 17 (clause 6.13): the server id, which is the identity as a text, and the run
    /// indicator.
    package static func appendServerIdentification(of identity: DeviceIdentity, to reply: inout [UInt8]) {
        let function = ModbusFunction.reportServerIdentification.rawValue
        let id = Array(identity.objects.joined(separator: [UInt8(ascii: " ")])).prefix(longestDataUnit - 3)
        reply.append(function)
        reply.append(UInt8(id.count + 1))
        reply.append(contentsOf: id)
        reply.append(0xFF)
    }

    /// Appends the answer to function 43/14; an answer that would be too long ends early and says where to go on.
    ///
    /// `request` must have been judged for `identity`.
    package static func append(
        _ request: DeviceIdentificationRequest,
        of identity: DeviceIdentity,
        to reply: inout [UInt8]
    ) {
        let objects = identity.objects
        let code: UInt8
        var next: Int
        let end: Int
        switch request {
        case .individual(let object):
            code = 4
            next = Int(object)
            end = next + 1
        case .stream(let streamCode, let firstObject):
            code = streamCode
            // An unknown object restarts the stream at its beginning (clause 6.21).
            next = Int(firstObject) < objects.count ? Int(firstObject) : 0
            end = objects.count
        }
        let first = reply.count
        let function = ModbusFunction.encapsulatedInterface.rawValue
        reply.append(contentsOf: [function, interfaceType, code, conformityLevel, 0x00, 0x00, 0x00])
        var count: UInt8 = 0
        while next < min(end, objects.count), reply.count - first + 2 + objects[next].count <= longestDataUnit {
            reply.append(UInt8(next))
            reply.append(UInt8(objects[next].count))
            reply.append(contentsOf: objects[next])
            next += 1
            count += 1
        }
        if next < end {
            reply[first + 4] = 0xFF
            reply[first + 5] = UInt8(next)
        }
        reply[first + 6] = count
    }
}

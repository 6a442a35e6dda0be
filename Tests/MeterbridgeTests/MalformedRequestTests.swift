// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The requests by which libmodbus's own unit test challenges a server, judged by function, unit, structure and quantity,
/// and address, in this order.
@Suite("What libmodbus's unit test asks", .timeLimit(.minutes(2)))
struct MalformedRequestTests {
    /// Tables where libmodbus's test server has them, with the values that its client looks for.
    private static let map = """
        title  What the test client of libmodbus reads
        unit   17
        stale  exception 4
        table coils
        gaps  0x130..0x154
        0x130  bit  1
        table discrete
        gaps  0x1C4..0x1D9
        0x1C4  bit  1
        table holding
        gaps  0x160..0x17F
        0x160  u16  0x022B
        0x161  u16  0x0001
        0x162  u16  0x0064
        table input
        0x108  u16  0x000A
        """

    struct Request: Sendable {
        let sentence: String
        let request: [UInt8]
        let answer: [UInt8]
        let unit: UInt8

        init(_ sentence: String, _ request: [UInt8], _ answer: [UInt8], unit: UInt8 = 17) {
            self.sentence = sentence
            self.request = request
            self.answer = answer
            self.unit = unit
        }
    }

    private static let threeValues: [UInt8] = [0x02, 0x2B, 0x00, 0x01, 0x00, 0x64]

    private static let right = [
        Request("37 coils", [1, 0x01, 0x30, 0, 0x25], [1, 5, 1, 0, 0, 0, 0]),
        Request("22 discrete inputs", [2, 0x01, 0xC4, 0, 0x16], [2, 3, 1, 0, 0]),
        Request("3 registers", [3, 0x01, 0x60, 0, 3], [3, 6] + threeValues),
        Request("5 registers", [3, 0x01, 0x60, 0, 5], [3, 10] + threeValues + [0, 0, 0, 0]),
        Request("An input register", [4, 0x01, 0x08, 0, 1], [4, 2, 0, 0x0A]),
        Request("Unit 0, which means the only unit", [3, 0x01, 0x60, 0, 1], [3, 2, 0x02, 0x2B], unit: 0),
        Request("Unit 255, which means the only unit", [3, 0x01, 0x60, 0, 1], [3, 2, 0x02, 0x2B], unit: 255),
    ]

    private static let wrongUnit = [
        Request("Another unit", [3, 0x01, 0x60, 0, 3], [0x83, 11], unit: 18),
        Request("Another unit, and too many registers", [3, 0x01, 0x60, 0xFF, 0xFF], [0x83, 11], unit: 18),
        Request("Another unit, and an unknown function", [0x42, 0, 0, 0, 0], [0xC2, 1], unit: 18),
    ]

    private static let wrongAddress = [
        Request("A coil before the table", [1, 0, 0, 0, 1], [0x81, 2]),
        Request("A coil too many", [1, 0x01, 0x30, 0, 0x26], [0x81, 2]),
        Request("A discrete input before the table", [2, 0, 0, 0, 1], [0x82, 2]),
        Request("A discrete input too many", [2, 0x01, 0xC4, 0, 0x17], [0x82, 2]),
        Request("A register before the table", [3, 0, 0, 0, 1], [0x83, 2]),
        Request("A register too many", [3, 0x01, 0x60, 0, 0x21], [0x83, 2]),
        Request("An input register before the table", [4, 0, 0, 0, 1], [0x84, 2]),
        Request("An input register too many", [4, 0x01, 0x08, 0, 2], [0x84, 2]),
        Request("Registers beyond 65535", [3, 0xFF, 0xFF, 0, 2], [0x83, 2]),
    ]

    /// libmodbus reads and writes with the same code, the quantity being 0 or one more than the most.
    private static let wrongQuantity = [
        Request("No coils", [1, 0x01, 0x60, 0, 0], [0x81, 3]),
        Request("2001 coils", [1, 0x01, 0x60, 0x07, 0xD1], [0x81, 3]),
        Request("No discrete inputs", [2, 0x01, 0x60, 0, 0], [0x82, 3]),
        Request("2001 discrete inputs", [2, 0x01, 0x60, 0x07, 0xD1], [0x82, 3]),
        Request("No registers", [3, 0x01, 0x60, 0, 0], [0x83, 3]),
        Request("126 registers", [3, 0x01, 0x60, 0, 126], [0x83, 3]),
        Request("No input registers", [4, 0x01, 0x60, 0, 0], [0x84, 3]),
        Request("126 input registers", [4, 0x01, 0x60, 0, 126], [0x84, 3]),
        Request("65535 registers", [3, 0, 1, 0xFF, 0xFF], [0x83, 3]),
    ]

    private static let wrongLength = [
        Request("A read without quantity", [3, 0x01, 0x60], [0x83, 3]),
        Request("A read of the function alone", [3], [0x83, 3]),
        Request("A read with a byte too many", [3, 0x01, 0x60, 0, 1, 0], [0x83, 3]),
        Request("A read with the longest tail", [3, 0x01, 0x60, 0, 1] + [UInt8](repeating: 1, count: 248), [0x83, 3]),
    ]

    /// This map takes no writes: what libmodbus would answer with 2 or 3 doesn't get as far.
    private static let writes = [
        Request("A coil", [5, 0x01, 0x30, 0xFF, 0], [0x85, 1]),
        Request("A coil outside", [5, 0, 0, 0xFF, 0], [0x85, 1]),
        Request("A register", [6, 0x01, 0x60, 0x12, 0x34], [0x86, 1]),
        Request("A register outside", [6, 0, 0, 0, 0], [0x86, 1]),
        Request("No coils to write", [15, 0x01, 0x60, 0, 0, 0] + threeValues, [0x8F, 1]),
        Request("1969 coils in 6 bytes", [15, 0x01, 0x60, 0x07, 0xB1, 6] + threeValues, [0x8F, 1]),
        Request("1968 coils in 6 bytes", [15, 0x01, 0x60, 0x07, 0xB0, 6] + threeValues, [0x8F, 1]),
        Request("No registers to write", [16, 0x01, 0x60, 0, 0, 0] + threeValues, [0x90, 1]),
        Request("124 registers in 6 bytes", [16, 0x01, 0x60, 0, 124, 6] + threeValues, [0x90, 1]),
        Request("123 registers in 6 bytes", [16, 0x01, 0x60, 0, 123, 6] + threeValues, [0x90, 1]),
        Request("A mask", [22, 0x01, 0x60, 0, 0xF2, 0, 0x25], [0x96, 1]),
        Request("A mask outside", [22, 0, 0, 0, 0xF2, 0, 0x25], [0x96, 1]),
        Request("A write, and a read of none", [23, 0x01, 0x60, 0, 0, 0, 0, 0, 1, 2, 0x12, 0x34], [0x97, 1]),
        Request("A write, and a read of 126", [23, 0x01, 0x60, 0, 126, 0, 0, 0, 1, 2, 0x12, 0x34], [0x97, 1]),
    ]

    private static let unknownFunctions = [
        Request("Function 0x42", [0x42, 0, 0, 0, 0], [0xC2, 1]),
        Request("Function 0", [0, 0, 0, 0, 0], [0x80, 1]),
        Request("Read the exception status", [7], [0x87, 1]),
        Request("Diagnostics", [8, 0, 0, 0x12, 0x34], [0x88, 1]),
        Request("An answer that is no request", [0x83, 2], [0x83, 1]),
    ]

    @Test("Each is answered by the order of judging, and the next one is answered rightly")
    func requests() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("maps-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.map.write(to: folder.appendingPathComponent("unit-test.map"), atomically: true, encoding: .utf8)
        let gateway = try await RunningGateway(["run", "-", "--maps", folder.path, "--as", "unit-test"])

        let requests =
            Self.right + Self.wrongUnit + Self.wrongAddress + Self.wrongQuantity + Self.wrongLength + Self.writes
            + Self.unknownFunctions
        let socket = try LoopbackSocket(port: gateway.port)
        for (number, request) in requests.enumerated() {
            try socket.send(Self.frame(number, request.unit, request.request))
            let answer = Self.frame(number, request.unit, request.answer)
            #expect(try socket.receive(answer.count) == answer, "\(request.sentence)")
            try socket.send(Self.frame(7, 17, [3, 0x01, 0x62, 0, 1]))
            #expect(try socket.receive(11) == Self.frame(7, 17, [3, 2, 0, 0x64]), "after: \(request.sentence)")
        }
        await gateway.stop()
    }

    private static func frame(_ transaction: Int, _ unit: UInt8, _ data: [UInt8]) -> [UInt8] {
        [0, UInt8(transaction), 0, 0, 0, UInt8(data.count + 1), unit] + data
    }
}

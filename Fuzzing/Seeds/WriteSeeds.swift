// SPDX-License-Identifier: Apache-2.0

import Foundation
import Telegrams

/// Writes the inputs that fuzzing begins with: `write-fuzzing-seeds FOLDER` fills the folders `stream`, `encrypted`, `modbus`
/// and `state` in it.
@main
enum WriteSeeds {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: write-fuzzing-seeds FOLDER\n".utf8))
            exit(64)
        }
        let folder = URL(filePath: CommandLine.arguments[1])
        try write(streams(), to: folder.appending(path: "stream"))
        try write(encrypted(), to: folder.appending(path: "encrypted"))
        try write(SeedRequests.all(), to: folder.appending(path: "modbus"))
        try write(SeedStates.all(), to: folder.appending(path: "state"))
    }

    private static func write(_ seeds: [[UInt8]], to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (number, seed) in seeds.enumerated() { try Data(seed).write(to: folder.appending(path: "seed-\(number)")) }
    }

    /// The headers are those of `StreamInput`: as it is; checksums mended, by either algorithm; broken off and finished in the
    /// middle.
    private static func streams() -> [[UInt8]] {
        let telegrams = SeedTelegrams.all()
        let headers: [[UInt8]] = [
            [0, 4, 1, 0], [0x02, 6, 2, 0], [0x07, 3, 3, 0], [0x08, 5, 4, 128], [0x19, 5, 4, 200],
        ]
        let single = telegrams.flatMap { telegram in headers.map { $0 + telegram } }
        // What a source has shown decides over what comes after.
        let short = telegrams.filter { $0.count < 1500 }
        let pairs = zip(short, short.dropFirst()).map { [0x00, 7, 5, 0] + $0 + $1 }
        return single + pairs + SeedTelegrams.long().map { [0x00, 9, 6, 0] + $0 }
    }

    /// The headers are those of `EncryptedInput`, the orders those of `SealingOrders`.
    private static func encrypted() -> [[UInt8]] {
        let telegrams = SeedTelegrams.all()
        let headers: [[UInt8]] = [[0x01, 4, 1, 0], [0x17, 6, 2, 0], [0x23, 5, 3, 0], [0x0F, 5, 4, 100]]
        let orders: [UInt8] = [0x00, 0x01, 0x02, 0x43, 0x81, 0x42, 0x05, 0x09, 0x0D, 0x31, 0x23]
        let single = zip(telegrams, 0...).flatMap { telegram, number in
            headers.map { $0 + order(orders[number % orders.count], telegram) }
        }
        let short = telegrams.filter { $0.count < 600 }
        let many = headers.map { header in
            header + zip(orders, 0...).flatMap { order($0, short[$1 % short.count]) }
        }
        // A frame as it is, without orders; its length is 40.
        let raw: [UInt8] =
            [0xDB, 0x08] + Array("SAG00001".utf8) + [40, 0x30, 0, 0, 0, 1] + Array(repeating: 7, count: 35)
        let long = SeedTelegrams.long().map { [0x01, 9, 6, 0] + order(0x01, $0) }
        return single + many + long + [[0x00, 2, 1, 0] + raw + raw, [0x00, 2, 1, 0] + telegrams[1] + raw]
    }

    private static func order(_ order: UInt8, _ text: [UInt8]) -> [UInt8] {
        [order, UInt8(truncatingIfNeeded: text.count >> 8), UInt8(truncatingIfNeeded: text.count)] + text
    }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// All profiles of the folder `RegisterMaps`, served at once by one gateway.
enum EveryProfile {
    static let names: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../RegisterMaps"
        ).standardized
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".map") }.map { String($0.dropLast(4)) }.sorted()
    }()

    /// The unit identifier under which a profile is served: from 1 on, in the order of the names.
    static func unit(_ name: String) throws -> Int { try #require(names.firstIndex(of: name)) + 1 }

    /// A gateway that serves them all, of which the meter has said nothing yet.
    static func gateway(_ arguments: String...) async throws -> RunningGateway {
        try #require(!names.isEmpty)
        let consumers = try names.flatMap { ["--as", "\($0):\(try unit($0))"] }
        return try await RunningGateway(["run", "-"] + arguments + consumers)
    }
}

/// What `maps export --format json` says of a map.
struct MapListing: Decodable {
    struct Register: Decodable {
        let name: String
        let tables: [String]
        let address: Int
        let words: Int
        let type: String
        let order: String?
        let scale: Double
        let unit: String?
        let value: String
        /// The bits that say "not available", in hexadecimal; `nil` for texts.
        let notAvailable: String?
        let live: Bool
        let alone: Bool

        /// The functions that read it.
        var functions: [Int] {
            tables.compactMap { ["coil": 1, "discrete": 2, "holding": 3, "input": 4][$0] }
        }
    }

    let stale: String
    let registers: [Register]

    init(_ map: String) async throws {
        let result = try await Program.run([
            RunningGateway.executable, "maps", "export", map, "--format", "json",
        ])
        try #require(result.status == 0, "\(result.errors)")
        self = try JSONDecoder().decode(MapListing.self, from: Data(result.output.utf8))
    }
}

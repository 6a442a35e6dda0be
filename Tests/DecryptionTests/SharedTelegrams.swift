// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of real telegrams beside the checkout.
enum SharedTelegrams {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../shared/telegrams").standardized

    static let arePresent = FileManager.default.fileExists(atPath: folder.appendingPathComponent("index.csv").path)

    static func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(file)))
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What a unit calls itself in the answers to functions 17 and 43/14.
package struct DeviceIdentity: Sendable, Equatable {
    /// The longest text in bytes: an identification object must fit an answer of 253 bytes beside seven bytes of
    /// header and two of its own (MODBUS Application Protocol V1.1b3, clause 6.21).
    package static let longestText = 244

    /// The basic objects in the order of their ids: vendor name (0), product code (1), revision (2), as bytes.
    let objects: [[UInt8]]

    /// Texts longer than ``longestText`` bytes are cut.
    package init(vendor: String, product: String, revision: String) {
        objects = [vendor, product, revision].map { Array($0.utf8.prefix(Self.longestText)) }
    }
}

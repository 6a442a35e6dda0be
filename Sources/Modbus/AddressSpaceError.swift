// SPDX-License-Identifier: Apache-2.0

/// Why an ``AddressSpace`` cannot be built: a fault of whoever laid out the image, not of a client.
package enum AddressSpaceError: Error, Equatable, CustomStringConvertible {
    /// A span with fewer than one address, or one that leaves the 65,536 addresses.
    case impossibleCount(AddressTable, address: UInt16, count: Int)
    /// A span or a lone register whose words aren't in the image.
    case outsideImage(AddressTable, address: UInt16)
    /// Two spans, or two lone registers, hold the same address.
    case overlap(AddressTable, address: UInt16)
    /// Two spans touch in the table but not in the image, so that a read across them could not be answered.
    case splitNeighbours(AddressTable, address: UInt16)

    package var description: String {
        switch self {
        case .impossibleCount(let table, let address, let count):
            "\(table), address \(address): \(count) addresses don't fit; a span has at least 1 and ends at 65535"
        case .outsideImage(let table, let address):
            "\(table), address \(address): its words lie outside the register image"
        case .overlap(let table, let address):
            "\(table), address \(address): it is listed twice"
        case .splitNeighbours(let table, let address):
            "\(table), address \(address): it follows the address before it, but its word doesn't follow in the image"
        }
    }
}

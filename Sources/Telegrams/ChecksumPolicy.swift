// SPDX-License-Identifier: Apache-2.0

/// What a source's telegrams must show before anything in them is believed.
package enum ChecksumPolicy: String, Sendable, CaseIterable {
    /// Only telegrams with a checksum that verifies.
    case required
    /// A checksum must verify where there is one; from the first valid one on it is required, because bridges strip it and
    /// line noise can eat it, but no meter stops sending it.
    case ifPresent = "if-present"
    /// The checksum is reported, never judged by.
    case none
}

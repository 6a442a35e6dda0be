// SPDX-License-Identifier: Apache-2.0

/// The words that one map makes of one reading: replaced whole, never changed, so that every answer comes from one telegram.
package struct RegisterImage: Sendable {
    /// In the order of the map's `ImageLayout`.
    package internal(set) var words: [UInt16]
    /// Values outside their register's range, written as its nearest end.
    package internal(set) var saturated = 0
    /// OBIS objects whose unit was not the one that the map asks for; they count as not sent.
    package internal(set) var unfitUnits = 0
}

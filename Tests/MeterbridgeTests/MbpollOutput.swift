// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What mbpoll has printed of one command after the other.
struct MbpollOutput {
    private struct Place: Hashable {
        let isInput: Bool
        let address: Int
    }

    private var values: [Place: Double] = [:]

    init(_ text: String) {
        var isInput = false
        for line in text.split(separator: "\n") {
            // "Data type.............: 16-bit register, input register table", or "output (holding) register table".
            if line.hasPrefix("Data type") { isInput = line.hasSuffix("input register table") }
            let parts = line.split(separator: "]", maxSplits: 1)
            guard line.hasPrefix("["), parts.count == 2, let address = Int(parts[0].dropFirst()) else { continue }
            let value = parts[1].drop { $0 == ":" || $0.isWhitespace }.prefix { !$0.isWhitespace }
            values[Place(isInput: isInput, address: address)] = Double(value)
        }
    }

    /// Its number, which mbpoll shows as a word without a sign first where one word is all there is.
    func value(of register: MapListing.Register) -> Double? {
        let isInput = register.tables.first == "input"
        guard let value = values[Place(isInput: isInput, address: register.address)] else { return nil }
        return (register.type == "i16" && value > 32767 ? value - 65536 : value) * register.scale
    }
}

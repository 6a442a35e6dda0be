// SPDX-License-Identifier: Apache-2.0

/// Where the addresses of one table stand in the image, ready to be searched.
struct TableLayout: Sendable {
    /// Sorted, without overlaps, and merged: neighbours that touch are one span.
    private let spans: [AddressSpan]
    /// Sorted by address.
    private let loneRegisters: [LoneRegister]

    var isEmpty: Bool { spans.isEmpty && loneRegisters.isEmpty }

    /// - Throws: ``AddressSpaceError`` if a span is empty, overlaps another, leaves the 65,536 addresses or the image.
    init(
        _ table: AddressTable,
        spans: [AddressSpan],
        loneRegisters: [LoneRegister],
        wordCount: Int
    ) throws(AddressSpaceError) {
        var merged: [AddressSpan] = []
        for span in spans.sorted(by: { $0.start < $1.start }) {
            guard span.count > 0, span.count <= 65536 - Int(span.start) else {
                throw .impossibleCount(table, address: span.start, count: span.count)
            }
            guard span.offset >= 0, span.offset <= wordCount - span.count else {
                throw .outsideImage(table, address: span.start)
            }
            guard let last = merged.last else {
                merged.append(span)
                continue
            }
            let end = Int(last.start) + last.count
            if end > Int(span.start) { throw .overlap(table, address: span.start) }
            if end < Int(span.start) {
                merged.append(span)
            } else if last.offset + last.count == span.offset {
                merged[merged.count - 1].count += span.count
            } else {
                throw .splitNeighbours(table, address: span.start)
            }
        }
        let sortedLoneRegisters = loneRegisters.sorted { $0.address < $1.address }
        for (index, register) in sortedLoneRegisters.enumerated() {
            guard (0..<wordCount).contains(register.offset) else {
                throw .outsideImage(table, address: register.address)
            }
            if index > 0, sortedLoneRegisters[index - 1].address == register.address {
                throw .overlap(table, address: register.address)
            }
        }
        self.spans = merged
        self.loneRegisters = sortedLoneRegisters
    }

    /// The offset in the image that answers a read of `count` elements (at least 1) from `address`; nil if the table
    /// doesn't hold all of them.
    func offset(of address: UInt16, count: Int) -> Int? {
        if count == 1, !loneRegisters.isEmpty, let register = loneRegister(at: address) { return register.offset }
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].start <= address { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let span = spans[low - 1]
        let distance = Int(address) - Int(span.start)
        return distance + count <= span.count ? span.offset + distance : nil
    }

    private func loneRegister(at address: UInt16) -> LoneRegister? {
        var low = 0
        var high = loneRegisters.count
        while low < high {
            let middle = (low + high) / 2
            if loneRegisters[middle].address < address { low = middle + 1 } else { high = middle }
        }
        guard low < loneRegisters.count, loneRegisters[low].address == address else { return nil }
        return loneRegisters[low]
    }
}

// SPDX-License-Identifier: Apache-2.0

/// A register that holds a text.
struct TextField: Sendable, Equatable {
    let place: ExpressionTable.Place
    /// Of its first word in the image.
    let offset: Int
    /// In bytes.
    let length: Int

    /// Writes the text into a stretch of the image that begins at `firstOffset`, as far as it lies in it: two characters in a
    /// word, the first in the high byte, zeros behind the last one.
    func write(_ text: String, _ words: inout MutableSpan<UInt16>, firstOffset: Int) {
        var characters = text.utf8.prefix(length).makeIterator()
        for start in offset - firstOffset..<offset - firstOffset + (length + 1) / 2 {
            let high = UInt16(characters.next() ?? 0)
            let low = UInt16(characters.next() ?? 0)
            if words.indices.contains(start) { words[start] = high << 8 | low }
        }
    }
}

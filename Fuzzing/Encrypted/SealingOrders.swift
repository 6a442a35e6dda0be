// SPDX-License-Identifier: Apache-2.0

import FuzzingProperties
import Telegrams

/// A stream made by order: each order is one byte that says what to do, two for the length of a text, and the text.
struct SealingOrders {
    private(set) var stream: [UInt8] = []
    /// The texts that a decryptor gives, in order; `nil` from the first order on of which that can't be foretold.
    private(set) var expectedTexts: [[UInt8]]? = []

    private let hasAuthenticationKey: Bool
    private let counterMustGrow: Bool
    private var counter: UInt32 = 0
    private var last: (title: [UInt8], counter: UInt32)?

    init(hasAuthenticationKey: Bool, counterMustGrow: Bool) {
        self.hasAuthenticationKey = hasAuthenticationKey
        self.counterMustGrow = counterMustGrow
    }

    mutating func follow(_ orders: ArraySlice<UInt8>) {
        var rest = orders
        while let order = rest.popFirst() {
            let length = Int(rest.popFirst() ?? 0) << 8 | Int(rest.popFirst() ?? 0)
            var text = Array(rest.prefix(length))
            rest = rest.dropFirst(length)
            if order & 0x40 != 0 { BitwiseChecksum.mend(&text, .arc) }
            if let key = SealingMeter.AuthenticationKey(rawValue: order & 0x03) {
                seal(text, order, key)
            } else {
                stream += text
                expectedTexts = nil
            }
        }
    }

    private mutating func seal(_ text: [UInt8], _ order: UInt8, _ key: SealingMeter.AuthenticationKey) {
        let title = Array((order & 0x20 == 0 ? "SAG00001" : "KAM00002").utf8)
        if order & 0x10 == 0 { counter += 1 }
        var frame = SealingMeter.frame(text, title: title, counter: counter, key, isShort: order & 0x80 != 0)
        expect(text, title, key, frame, isDamaged: order & 0x0C != 0)
        switch order >> 2 & 0x03 {
        case 1: frame[frame.count - 1] ^= 0x01
        case 2: frame.remove(at: frame.count / 2)
        case 3: frame[frame.count / 2] ^= 0x04
        default: break
        }
        stream += frame
    }

    private mutating func expect(
        _ text: [UInt8],
        _ title: [UInt8],
        _ key: SealingMeter.AuthenticationKey,
        _ frame: [UInt8],
        isDamaged: Bool
    ) {
        let isKnown = key == .specification || (key == .own && hasAuthenticationKey)
        // In ciphertext that holds the beginning of a header by chance, the reader may take it for the next frame's.
        let looksWhole = !zip(frame.dropFirst(2), frame.dropFirst(3)).contains { $0 == 0xDB && $1 == 0x08 }
        guard isKnown, looksWhole, !isDamaged, !text.isEmpty, frame.count <= DecryptedStream.maximumFrameLength else {
            expectedTexts = nil
            return
        }
        if counterMustGrow, let last, last == (title, counter) { return }
        last = (title, counter)
        expectedTexts?.append(text)
    }
}

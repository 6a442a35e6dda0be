// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// The bytes of a text of hexadecimal digits, white space left out.
    init(hexadecimal text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        self = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

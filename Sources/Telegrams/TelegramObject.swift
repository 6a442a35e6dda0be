// SPDX-License-Identifier: Apache-2.0

/// One OBIS code of a telegram and where its values are.
package struct TelegramObject: Sendable {
    package let code: ObisCode
    // Narrow, because a telegram may have thousands and no more bytes than sixteen bits can count.
    private let narrowLine: UInt16
    private let narrowFirstGroup: UInt16
    private var narrowGroupCount: UInt16 = 0

    init(code: ObisCode, line: Int, firstGroup: Int) {
        self.code = code
        narrowLine = UInt16(truncatingIfNeeded: line)
        narrowFirstGroup = UInt16(truncatingIfNeeded: firstGroup)
    }

    /// The line it began on; the identification is line 1.
    package var line: Int { Int(narrowLine) }
    package var groupCount: Int { Int(narrowGroupCount) }

    /// The place of its `index`-th group in the layout, or `nil` where it has no such group.
    package func group(_ index: Int) -> Int? {
        index >= 0 && index < groupCount ? Int(narrowFirstGroup) + index : nil
    }

    mutating func countGroup() { narrowGroupCount += 1 }
}

// SPDX-License-Identifier: Apache-2.0

/// Something in a telegram that is not as it should be, and on which line (the identification is line 1).
package struct Oddity: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Characters after the last complete group of a line, such as the ` * ()` of some Icelandic meters.
        case trailingCharacters
        /// Another object stands behind the last group of a line: what was between them was damaged.
        case lostLineEnd
        /// A line that does not begin with an OBIS code.
        case noCode
        /// A code with a letter in it, which says how the meter is (F.F) or was made (C.1.0): legal by IEC 62056-21, not read.
        case serviceCode
        /// A value of an earlier period, which the last part of its code counts (`1.6.0*62`).
        case earlierPeriod
        /// A code without any group behind it.
        case noValue
        /// A parenthesis that is not closed, or closed twice.
        case unbalancedParentheses
        /// A line that begins with `(` although no object stands before it.
        case orphanedGroup
    }

    package let line: Int
    package let kind: Kind

    /// Whether the line says nothing that can be relied on. Behind a checksum it is only reported.
    var isMalformed: Bool {
        switch kind {
        case .trailingCharacters, .serviceCode, .earlierPeriod: false
        case .lostLineEnd, .noCode, .noValue, .unbalancedParentheses, .orphanedGroup: true
        }
    }
}

extension Oddity: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .trailingCharacters: "line \(line): characters after the value were ignored"
        case .lostLineEnd: "line \(line): has another line behind it, whose values were ignored"
        case .noCode: "line \(line): does not begin with an OBIS code and was ignored"
        case .serviceCode: "line \(line): has a code for the maintenance of the meter and was ignored"
        case .earlierPeriod: "line \(line): says what was in an earlier period and was ignored"
        case .noValue: "line \(line): has a code but no value and was ignored"
        case .unbalancedParentheses: "line \(line): has a parenthesis without its partner"
        case .orphanedGroup: "line \(line): has values that belong to no code and was ignored"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// What a `set` line of a map names, and a consumer may give another value.
package enum MapConstant: Sendable, Equatable {
    case number(Decimal)
    case text(String)

    /// The value in `text`, of the same kind as this one; `nil` for a number that is none.
    func replaced(by text: String) -> MapConstant? {
        switch self {
        case .number: NumberNotation.decimal(text).map { .number($0) }
        case .text: .text(text)
        }
    }

    func isSameKind(as other: MapConstant) -> Bool { kind == other.kind }

    /// For messages.
    var kind: String {
        switch self {
        case .number: "a number"
        case .text: "a text"
        }
    }

    var expression: TypedExpression {
        switch self {
        case .number(let number): TypedExpression(expression: .number(number), measure: .bare)
        case .text(let text): TypedExpression(expression: .text(text), measure: .text)
        }
    }
}

extension MapConstant: CustomStringConvertible {
    /// As a map writes it.
    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// Something odd about a counter that consumers are told.
package enum CounterNotice: Sendable, Equatable {
    /// The last value is told in place of a telegram's, which is less or, where it is `nil`, missing.
    case held(Quantity, at: Decimal, said: Decimal?)
    /// Three telegrams agreed on a lower value, or on none: it is told from now on.
    case restarted(Quantity, from: Decimal, to: Decimal?)

    package var quantity: Quantity {
        switch self {
        case .held(let quantity, _, _), .restarted(let quantity, _, _): quantity
        }
    }
}

extension CounterNotice: CustomStringConvertible {
    package var description: String {
        switch self {
        case .held(let quantity, let kept, let said?):
            "\(quantity.name) fell from \(kept) to \(said) \(quantity.unit.symbol) and is held"
        case .held(let quantity, let kept, nil):
            "\(quantity.name) is missing and is held at \(kept) \(quantity.unit.symbol)"
        case .restarted(let quantity, let old, let new?):
            "\(quantity.name) goes on from \(new) instead of \(old) \(quantity.unit.symbol), because three telegrams say so: the "
                + "meter was reset or exchanged"
        case .restarted(let quantity, let old, nil):
            "\(quantity.name), last \(old) \(quantity.unit.symbol), is not told any more, because three telegrams lack it"
        }
    }
}

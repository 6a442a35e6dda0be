// SPDX-License-Identifier: Apache-2.0

package import Telegrams

extension Reading {
    /// The way from the unit in which the object `code` is sent to another one; `nil` when that measures something else, or when
    /// none was sent and the code is not one whose unit is known.
    package static func ratio(of sent: UnitSymbol, sentBy code: ObisCode, to unit: Unit) -> Ratio? {
        guard sent == .none else { return Unit(sent)?.conversion(to: unit) }
        guard case .quantity(let quantity) = MeaningTable.shared[code]?.meaning, quantity.unit != .one else {
            return unit == .one ? .identity : nil
        }
        return quantity.unit.customary.conversion(to: unit)
    }

    /// The same, where a consumer is told this reading: what the electricity meter sees through current transformers is multiplied
    /// with the rest.
    package func ratio(of sent: UnitSymbol, sentBy code: ObisCode, to unit: Unit) -> Ratio? {
        guard let ratio = Reading.ratio(of: sent, sentBy: code, to: unit) else { return nil }
        guard let scale, unit.isTransformed, code.medium == 1 else { return ratio }
        return ratio.multiplied(by: Ratio(scale.mantissa, 1, exponent: scale.exponent))
    }
}

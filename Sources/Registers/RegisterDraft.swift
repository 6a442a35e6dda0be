// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

/// A register line that has been read, to be checked whether its parts go together.
struct RegisterDraft {
    let type: RegisterType
    let value: TypedExpression
    let options: RegisterOptions
    /// What holds for the line, whoever said it.
    let missing: MissingValue
    /// Where the value stands.
    let place: SourceRange

    /// The value as the register takes it, and what it is multiplied by on its way there.
    func checked(_ tables: TableSelection, _ cursor: inout TokenCursor) -> (Expression, factor: Ratio) {
        if let range = options.places["alone"], type.wordCount != 1 {
            cursor.report(LineFault("only a register of one word can stand alone", at: range))
        }
        if let range = options.places["accept"], type.wordCount != 1 || !tables.tables.contains(.holding) {
            cursor.report(LineFault("only a holding register of one word can accept a write", at: range))
        }
        if case .unknown = value.measure { return (value.expression, .identity) }
        if let range = options.places["vital"],
            !value.expression.quantities.contains(where: { $0.definition.role == .measured })
        {
            cursor.report(LineFault("only a quantity that the meter sends can be vital", at: range))
        }
        do throws(LineFault) {
            let (value, factor) = try scaled()
            try checkRange(value, factor)
            return (value.expression, factor)
        } catch {
            cursor.report(error)
            return (value.expression, .identity)
        }
    }

    private func scaled() throws(LineFault) -> (TypedExpression, Ratio) {
        if case .text = value.measure {
            guard type.isText else { throw LineFault("a text does not fit into \(type)", at: place, hint: "text[N]") }
            if let range = options.places["in"] { throw LineFault("a text has no resolution", at: range) }
            return (value, .identity)
        }
        if type.isText {
            guard value.canBeText else {
                throw LineFault("\(type) takes a text, and this is \(value.description)", at: place)
            }
            return (value, .identity)
        }
        guard let resolution = options.resolution else { return (value, .identity) }
        let value = value.read(as: resolution.unit)
        guard case .unit(let unit) = value.measure, let ratio = unit.conversion(to: resolution.unit),
            let factor = ratio.divided(by: resolution.step)
        else {
            let target = resolution.unit == .one ? "a number without unit" : resolution.unit.symbol
            throw LineFault("\(value.description) can't be written in \(target)", at: place)
        }
        return (value, factor)
    }

    private func checkRange(_ value: TypedExpression, _ factor: Ratio) throws(LineFault) {
        guard value.expression.liveness == .constant else {
            guard missing.fits(type) else {
                throw LineFault(
                    "\(missing) for a missing value does not fit into \(type)",
                    at: options.places["missing"] ?? place
                )
            }
            return
        }
        try checkConstant(value.expression, factor)
    }

    /// A value that never changes must fit, because nobody would see it counted as one that doesn't.
    private func checkConstant(_ value: Expression, _ factor: Ratio) throws(LineFault) {
        if case .text(let length) = type {
            let count = (value.constantText ?? "").utf8.count
            guard count <= length else {
                throw LineFault("these \(count) bytes do not fit into \(type)", at: place)
            }
            return
        }
        guard let number = value.constantNumber else {
            throw LineFault(
                "this calculation has no result",
                at: place,
                hint: "it divides by zero, or its numbers are too long"
            )
        }
        guard let range = type.range else { return }
        let inSteps = number.converted(by: factor)?.rounded(toPlaces: 0)
        guard let inSteps, let integer = inSteps.integer, range.contains(integer) else {
            throw LineFault(
                "\(number) does not fit into \(type)",
                at: place,
                hint: "it holds \(range.lowerBound) to \(range.upperBound)"
            )
        }
    }
}

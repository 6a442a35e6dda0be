// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// Where the values of an expression come from.
struct EvaluationContext {
    let reading: Reading?
    let identity: MeterIdentity?
    let status: StatusValues
    /// OBIS objects whose unit was not the one that the map asks for.
    var unfitUnits = 0

    func number(_ quantity: Quantity) -> Decimal? {
        switch quantity.definition.role {
        case .measured: reading?[quantity]
        case .status: status[quantity]
        case .identity: identity?[quantity]
        case .text, .identityText: nil
        }
    }

    func text(_ quantity: Quantity) -> String? {
        switch quantity.definition.role {
        case .text: reading?.text(quantity)
        case .identityText: identity?.text(quantity)
        case .measured, .status, .identity: nil
        }
    }
}

extension Expression {
    /// The number it comes to, or `nil` where something it needs is not known.
    func number(_ context: inout EvaluationContext) -> Decimal? {
        switch self {
        case .number(let number): return number
        case .text: return nil
        case .quantity(let quantity): return context.number(quantity)
        case .object(let code, let index, let unit): return objectNumber(code, index, unit, &context)
        case .converted(let operand, let ratio): return operand.number(&context)?.converted(by: ratio)
        case .sum(let a, let b): return combine(a, b, &context) { $0.adding($1) }
        case .difference(let a, let b): return combine(a, b, &context) { $0.subtracting($1) }
        case .product(let a, let b): return combine(a, b, &context) { $0.multiplied(by: $1) }
        case .quotient(let a, let b): return combine(a, b, &context) { $0.divided(by: $1) }
        case .minimum(let operands): return reduce(operands, &context) { Swift.min($0, $1) }
        case .maximum(let operands): return reduce(operands, &context) { Swift.max($0, $1) }
        case .absolute(let operand): return operand.number(&context)?.absolute
        case .firstKnown(let first, let second): return first.number(&context) ?? second.number(&context)
        case .choice(let condition, let then, let otherwise):
            guard let holds = condition.holds(&context) else { return nil }
            return holds ? then.number(&context) : otherwise.number(&context)
        case .bits(let operands):
            var bits: Int64 = 0
            for (index, operand) in operands.enumerated()
            where operand.number(&context).map({ $0.mantissa != 0 }) ?? false {
                bits |= 1 << Int64(index)
            }
            return Decimal(bits)
        }
    }

    /// The text it comes to, or `nil` where it is not known.
    func text(_ context: inout EvaluationContext) -> String? {
        switch self {
        case .text(let text): return text
        case .quantity(let quantity): return context.text(quantity)
        case .object(let code, let index, _):
            guard let telegram = context.reading?.telegram, let object = telegram.object(code) else { return nil }
            return telegram.text(object, index)
        case .firstKnown(let first, let second): return first.text(&context) ?? second.text(&context)
        case .choice(let condition, let then, let otherwise):
            guard let holds = condition.holds(&context) else { return nil }
            return holds ? then.text(&context) : otherwise.text(&context)
        default: return number(&context)?.description
        }
    }

    private func objectNumber(_ code: ObisCode, _ index: Int, _ unit: Unit?, _ context: inout EvaluationContext)
        -> Decimal?
    {
        guard let telegram = context.reading?.telegram, let object = telegram.object(code) else { return nil }
        guard let measurement = telegram.measurement(object, index) else { return nil }
        guard let unit else { return measurement.number }
        guard let number = Reading.value(of: measurement, code, in: unit) else {
            context.unfitUnits += 1
            return nil
        }
        return number
    }

    private func combine(
        _ a: Expression,
        _ b: Expression,
        _ context: inout EvaluationContext,
        _ operation: (Decimal, Decimal) -> Decimal?
    ) -> Decimal? {
        guard let left = a.number(&context), let right = b.number(&context) else { return nil }
        return operation(left, right)
    }

    private func reduce(
        _ operands: [Expression],
        _ context: inout EvaluationContext,
        _ operation: (Decimal, Decimal) -> Decimal
    ) -> Decimal? {
        var result: Decimal?
        for operand in operands {
            guard let value = operand.number(&context) else { return nil }
            result = result.map { operation($0, value) } ?? value
        }
        return result
    }
}

extension Expression.Condition {
    /// `nil` when something it compares is not known.
    func holds(_ context: inout EvaluationContext) -> Bool? {
        switch self {
        case .comparison(let left, let comparison, let right):
            guard let a = left.number(&context), let b = right.number(&context) else { return nil }
            switch comparison {
            case .equal: return a == b
            case .notEqual: return a != b
            case .less: return a < b
            case .lessOrEqual: return a <= b
            case .greater: return a > b
            case .greaterOrEqual: return a >= b
            }
        case .both(let left, let right):
            guard let a = left.holds(&context), let b = right.holds(&context) else { return nil }
            return a && b
        case .either(let left, let right):
            guard let a = left.holds(&context), let b = right.holds(&context) else { return nil }
            return a || b
        }
    }
}

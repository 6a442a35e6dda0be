// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// Works out the expressions of a table for one reading. Numbers allocate nothing.
struct Evaluator {
    private let nodes: [ExpressionTable.Node]
    private let texts: [String]
    private let objects: [ExpressionTable.ObjectValue]
    /// Only where its texts are asked for: it has many references to count.
    private let reading: Reading?
    // Parts of the reading: to reach them through it would count references each time.
    let values: ReadingValues
    let hasReading: Bool
    private let mantissas: [Int64]
    private let objectPlaces: [ObjectPlaces.Place]
    private let identity: MeterIdentity?
    private let status: StatusValues
    private let zero = Decimal.zero
    /// OBIS objects whose unit was not the one that the map asks for.
    private(set) var unfitUnits = 0

    /// Knows of nothing that a meter says.
    init(_ table: ExpressionTable, identity: MeterIdentity?, status: StatusValues) {
        nodes = table.nodes
        texts = table.texts
        objects = table.objects
        reading = nil
        values = .none
        hasReading = false
        mantissas = []
        objectPlaces = []
        self.identity = identity
        self.status = status
    }

    /// Knows values that no telegram said.
    init(_ table: ExpressionTable, _ values: ReadingValues, identity: MeterIdentity?, status: StatusValues) {
        nodes = table.nodes
        texts = table.texts
        objects = table.objects
        reading = nil
        self.values = values
        hasReading = true
        mantissas = []
        objectPlaces = []
        self.identity = identity
        self.status = status
    }

    /// - Parameter places: those of the table's objects in the reading.
    init(
        _ table: ExpressionTable,
        _ reading: Reading,
        _ places: ObjectPlaces,
        identity: MeterIdentity?,
        status: StatusValues
    ) {
        nodes = table.nodes
        texts = table.texts
        objects = table.objects
        self.reading = table.readsTexts ? reading : nil
        values = reading.values
        hasReading = true
        mantissas = reading.telegram.mantissas
        objectPlaces = places.places
        self.identity = identity
        self.status = status
    }

    /// The number that a place of the table comes to, or `nil` where something it needs is not known.
    @inline(__always)
    mutating func number(_ place: ExpressionTable.Place) -> Decimal? {
        // Most registers are a quantity as it is.
        if case .measured(let quantity) = nodes[Int(place)] { return values[quantity] }
        return number(nodes[Int(place)])
    }

    mutating func number(_ node: ExpressionTable.Node) -> Decimal? {
        switch node {
        case .number(let mantissa, let exponent): return decimal(mantissa, exponent)
        case .measured(let quantity): return values[quantity]
        case .quality(let quantity):
            return hasReading ? decimal(Int64(values.quality(quantity).rawValue), 0) : nil
        case .status(let quantity): return status[quantity]
        case .identity(let quantity): return identity?[quantity]
        case .text, .measuredText, .identityText: return nil
        case .object(let place): return object(place)
        case .converted(let operand, let ratio): return number(operand)?.converted(by: ratio)
        case .sum(let a, let b):
            guard let (a, b) = numbers(a, b) else { return nil }
            return a.adding(b)
        case .difference(let a, let b):
            guard let (a, b) = numbers(a, b) else { return nil }
            return a.subtracting(b)
        case .product(let a, let b):
            guard let (a, b) = numbers(a, b) else { return nil }
            return a.multiplied(by: b)
        case .quotient(let a, let b):
            guard let (a, b) = numbers(a, b) else { return nil }
            return a.divided(by: b)
        case .minimum(let a, let b):
            guard let (a, b) = numbers(a, b) else { return nil }
            return min(a, b)
        case .maximum(let a, let b):
            guard let (a, b) = numbers(a, b) else { return nil }
            return max(a, b)
        case .absolute(let operand): return number(operand)?.absolute
        case .firstKnown(let first, let second): return number(first) ?? number(second)
        case .choice(let condition, let then, let otherwise):
            guard let holds = holds(condition) else { return nil }
            return number(holds ? then : otherwise)
        case .bit(let rest, let operand, let index):
            guard var bits = number(rest) else { return nil }
            if let value = number(operand), value.mantissa != 0 { bits.mantissa |= 1 << index }
            return bits
        case .comparison, .both, .either: return nil
        }
    }

    /// The text that a place of the table comes to, or `nil` where it is not known.
    mutating func text(_ place: ExpressionTable.Place) -> String? {
        switch nodes[Int(place)] {
        case .text(let place): return texts[Int(place)]
        case .measuredText(let quantity): return reading?.text(quantity)
        case .identityText(let quantity): return identity?.text(quantity)
        case .measured, .status, .identity: return nil
        case .object(let place):
            let value = objects[Int(place)]
            guard let telegram = reading?.telegram, let object = telegram.object(value.code) else { return nil }
            return telegram.text(object, value.index)
        case .firstKnown(let first, let second): return text(first) ?? text(second)
        case .choice(let condition, let then, let otherwise):
            guard let holds = holds(condition) else { return nil }
            return text(holds ? then : otherwise)
        default: return number(place)?.description
        }
    }

    /// `nil` when something that the condition compares is not known.
    private mutating func holds(_ place: ExpressionTable.Place) -> Bool? {
        switch nodes[Int(place)] {
        case .comparison(let left, let comparison, let right):
            guard let (a, b) = numbers(left, right) else { return nil }
            switch comparison {
            case .equal: return a == b
            case .notEqual: return a != b
            case .less: return a < b
            case .lessOrEqual: return a <= b
            case .greater: return a > b
            case .greaterOrEqual: return a >= b
            }
        case .both(let left, let right):
            guard let a = holds(left), let b = holds(right) else { return nil }
            return a && b
        case .either(let left, let right):
            guard let a = holds(left), let b = holds(right) else { return nil }
            return a || b
        default: return nil
        }
    }

    /// A copy with other members: making one is a call into the room where numbers are at home.
    private func decimal(_ mantissa: Int64, _ exponent: Int8) -> Decimal {
        var number = zero
        number.mantissa = mantissa
        number.exponent = exponent
        return number
    }

    /// Both, or `nil` where either is not known; the second is not looked at then.
    private mutating func numbers(_ a: ExpressionTable.Place, _ b: ExpressionTable.Place) -> (Decimal, Decimal)? {
        guard let left = number(a), let right = number(b) else { return nil }
        return (left, right)
    }

    private mutating func object(_ place: ExpressionTable.Place) -> Decimal? {
        guard Int(place) < objectPlaces.count else { return nil }
        switch objectPlaces[Int(place)] {
        case .absent: return nil
        case .number(let group, let exponent, let ratio):
            let number = decimal(mantissas[group], exponent)
            guard let ratio else { return number }
            if let converted = number.converted(by: ratio) { return converted }
        case .unfit: break
        }
        unfitUnits += 1
        return nil
    }
}

extension Expression {
    /// The number that an expression comes to that needs no meter; `nil` where it has no result.
    var constantNumber: Decimal? {
        var table = ExpressionTable()
        let place = table.add(self)
        var evaluator = Evaluator(table, identity: nil, status: StatusValues())
        return evaluator.number(place)
    }

    var constantText: String? {
        var table = ExpressionTable()
        let place = table.add(self)
        var evaluator = Evaluator(table, identity: nil, status: StatusValues())
        return evaluator.text(place)
    }
}

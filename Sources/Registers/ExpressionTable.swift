// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// The expressions of a map laid flat, made once when the map is taken into use: a node names its operands by their places.
///
/// An `Expression` is a tree of references, and walking it costs more in counting them than all its arithmetic. These nodes
/// are plain values. Equal expressions have one place, and what can be calculated beforehand is.
struct ExpressionTable: Sendable, Equatable {
    /// Where a node stands. Operands stand before what is made of them.
    typealias Place = Int32

    enum Node: Sendable, Hashable {
        case number(mantissa: Int64, exponent: Int8)
        /// One of `texts`.
        case text(Place)
        case measured(Quantity)
        case quality(Quantity)
        case status(Quantity)
        case identity(Quantity)
        case measuredText(Quantity)
        case identityText(Quantity)
        /// One of `objects`.
        case object(Place)
        case converted(Place, Ratio)
        case sum(Place, Place)
        case difference(Place, Place)
        case product(Place, Place)
        case quotient(Place, Place)
        case minimum(Place, Place)
        case maximum(Place, Place)
        case absolute(Place)
        case firstKnown(Place, Place)
        case choice(condition: Place, then: Place, otherwise: Place)
        /// The bits of `rest`, and the one of this index where the operand is known and not zero.
        case bit(rest: Place, operand: Place, index: Int64)
        case comparison(Place, Expression.Comparison, Place)
        case both(Place, Place)
        case either(Place, Place)
    }

    /// An object of the telegram: its `index`-th value, with a unit only where that fits.
    struct ObjectValue: Sendable, Hashable {
        let code: ObisCode
        let index: Int
        let unit: Unit?
    }

    private(set) var nodes: [Node] = []
    private(set) var texts: [String] = []
    private(set) var objects: [ObjectValue] = []
    /// Whether any text is one that the telegram says.
    private(set) var readsTexts = false
    private var places: [Node: Place] = [:]

    /// Frees what is needed only as long as expressions are added.
    mutating func finish() { places = [:] }

    /// Lays a text into the table, and says where.
    mutating func add(text: Expression) -> Place {
        if text.liveness == .live { readsTexts = true }
        return add(text)
    }

    /// Lays an expression into the table, and says where.
    mutating func add(_ expression: Expression) -> Place {
        switch expression {
        case .number(let number): place(of: .number(mantissa: number.mantissa, exponent: number.exponent))
        case .text(let text): place(of: .text(Self.place(of: text, in: &texts)))
        case .quantity(let quantity): place(of: Self.node(quantity))
        case .quality(let quantity): place(of: .quality(quantity))
        case .object(let code, let index, let unit):
            place(of: .object(Self.place(of: ObjectValue(code: code, index: index, unit: unit), in: &objects)))
        case .converted(let operand, let ratio): place(of: .converted(add(operand), ratio))
        case .sum(let a, let b): place(of: .sum(add(a), add(b)))
        case .difference(let a, let b): place(of: .difference(add(a), add(b)))
        case .product(let a, let b): place(of: .product(add(a), add(b)))
        case .quotient(let a, let b): place(of: .quotient(add(a), add(b)))
        case .minimum(let operands): joined(operands) { .minimum($0, $1) }
        case .maximum(let operands): joined(operands) { .maximum($0, $1) }
        case .absolute(let operand): place(of: .absolute(add(operand)))
        case .firstKnown(let first, let second): place(of: .firstKnown(add(first), add(second)))
        case .choice(let condition, let then, let otherwise):
            place(of: .choice(condition: add(condition), then: add(then), otherwise: add(otherwise)))
        case .bits(let operands):
            operands.enumerated().reduce(place(of: .number(mantissa: 0, exponent: 0))) { rest, operand in
                place(of: .bit(rest: rest, operand: add(operand.element), index: Int64(operand.offset)))
            }
        }
    }

    private mutating func add(_ condition: Expression.Condition) -> Place {
        switch condition {
        case .comparison(let left, let comparison, let right):
            place(of: .comparison(add(left), comparison, add(right)))
        case .both(let left, let right): place(of: .both(add(left), add(right)))
        case .either(let left, let right): place(of: .either(add(left), add(right)))
        }
    }

    /// The operands two by two, from the first on.
    private mutating func joined(_ operands: [Expression], _ node: (Place, Place) -> Node) -> Place {
        var places = operands.map { add($0) }
        let first = places.isEmpty ? place(of: .number(mantissa: 0, exponent: 0)) : places.removeFirst()
        return places.reduce(first) { place(of: node($0, $1)) }
    }

    private static func node(_ quantity: Quantity) -> Node {
        switch quantity.definition.role {
        case .measured: .measured(quantity)
        case .status: .status(quantity)
        case .identity: .identity(quantity)
        case .text: .measuredText(quantity)
        case .identityText: .identityText(quantity)
        }
    }

    private mutating func place(of node: Node) -> Place {
        let node = calculated(node) ?? node
        if let place = places[node] { return place }
        let place = Place(nodes.count)
        nodes.append(node)
        places[node] = place
        return place
    }

    /// The number that a calculation with numbers alone comes to; `nil` for all else.
    private func calculated(_ node: Node) -> Node? {
        let operands: [Place]
        switch node {
        case .converted(let a, _), .absolute(let a): operands = [a]
        case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
            .minimum(let a, let b), .maximum(let a, let b):
            operands = [a, b]
        default: return nil
        }
        for operand in operands {
            guard case .number = nodes[Int(operand)] else { return nil }
        }
        var evaluator = Evaluator(self, identity: nil, status: StatusValues())
        return evaluator.number(node).map { .number(mantissa: $0.mantissa, exponent: $0.exponent) }
    }

    private static func place<Element: Equatable>(of element: Element, in elements: inout [Element]) -> Place {
        if let index = elements.firstIndex(of: element) { return Place(index) }
        elements.append(element)
        return Place(elements.count - 1)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers
import Telegrams

/// A register of a map with names for it: the one line of a documentation table, the one variable of a client.
package struct ExportedRegister: Sendable {
    let register: Register
    /// Small letters, digits and `_`, begins with a letter, and only this register of the map bears it.
    let name: String
    /// For people: the map's label, made different where the map repeats one.
    let title: String

    init(_ register: Register, name: String, title: String) {
        self.register = register
        self.name = name
        self.title = title
    }

    var address: UInt16 { register.address }
    var type: RegisterType { register.type }
    var order: WordOrder { register.order }
    var section: String? { register.section?.printable }
    var label: String? { register.label?.printable }
    var value: String { register.value.description.printable }
    /// Whether it answers whatever the meter does.
    var isAlwaysReadable: Bool { register.value.liveness != .live }

    /// The table that a client reads: holding where functions 3 and 4 see the same.
    var table: Table { register.tables.tables.first ?? .holding }

    /// Whether the order of its words matters.
    var hasWordOrder: Bool { type.wordCount > 1 && !type.isText }

    /// What the register's number is multiplied by to be a value in `unit`.
    var scale: Decimal { register.resolution?.step ?? Decimal(1) }
    var isScaled: Bool { scale.double != 1 }

    /// The unit of the value; `nil` for texts, bits and bare numbers.
    var unit: Unit? {
        guard !type.isText, type != .bit else { return nil }
        let unit = register.resolution?.unit ?? register.value.unit
        return unit == .one || unit?.symbol.isEmpty == true ? nil : unit
    }

    /// The number that says "not available" as a client of this type reads it; `nil` where there is none, or no other than NaN.
    func notAvailable(whenStale stale: StalePolicy) -> String? {
        guard !type.isText, !type.isFloat, type != .bit else { return nil }
        guard register.value.liveness == .live || register.value.liveness == .identity else { return nil }
        let isSaid = register.missing == .notImplemented || register.missing == .notANumber
        if isSaid || (stale == .unavailable && register.value.liveness == .live) { return notAvailable }
        if case .raw(let number) = register.missing, number != 0 { return "\(number)" }
        return nil
    }

    /// The bits that say "not available", in hexadecimal; `nil` for texts, which are empty then.
    var notAvailableBits: String? {
        type.isText ? nil : "0x" + String(register.notAvailable, radix: 16, uppercase: true)
    }

    /// The bits that say "not available", as a client of an integer type reads them.
    private var notAvailable: String {
        switch type {
        case .i16: "\(Int16(truncatingIfNeeded: register.notAvailable))"
        case .i32: "\(Int32(truncatingIfNeeded: register.notAvailable))"
        case .i64: "\(Int64(truncatingIfNeeded: register.notAvailable))"
        default: "\(register.notAvailable)"
        }
    }

    /// What the register reads as when the meter does not send its quantity: as a number where the map has its own.
    var missing: String {
        let isUsual = type.isFloat || register.notAvailable == type.notAvailable
        let isSaid = register.missing == .notImplemented || register.missing == .notANumber
        return isSaid && !isUsual ? notAvailable : "\(register.missing)"
    }

    static func name(_ register: Register) -> String {
        let source =
            register.value.shortName ?? register.label.map { String($0.prefix { !",;:(".contains($0) }) } ?? ""
        var name = ""
        for character in source.lowercased() {
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            if isPlain { name.append(character) } else if let last = name.last, last != "_" { name.append("_") }
        }
        while name.last == "_" { name.removeLast() }
        guard let first = name.first, first.isLetter, register.value.isNameable else {
            return "register_\(register.address)"
        }
        return name
    }

    static func title(_ register: Register) -> String {
        guard let label = register.label?.printable, !label.isEmpty else { return register.value.description.printable }
        return label
    }
}

extension Expression {
    /// What to call its result, where it is about one quantity.
    fileprivate var shortName: String? {
        if case .quality(let quantity) = self { return "\(quantity.name).quality" }
        return quantity?.name
    }

    /// The quantity it is about, where it is about one and nothing is worked out of it.
    fileprivate var quantity: Quantity? {
        switch self {
        case .quantity(let quantity): quantity
        case .firstKnown(let first, _): first.quantity
        case .absolute(let operand), .converted(let operand, _): operand.quantity
        default: nil
        }
    }

    /// The unit of its result, where that is the one of its first quantity.
    fileprivate var unit: Unit? {
        switch self {
        case .quantity(let quantity): quantity.unit
        case .object(_, _, let unit): unit
        case .firstKnown(let first, _), .sum(let first, _), .difference(let first, _), .absolute(let first): first.unit
        case .minimum(let all), .maximum(let all): all.first?.unit
        case .choice(_, let then, let otherwise): then.unit ?? otherwise.unit
        default: nil
        }
    }

    /// A label tells what the bits of a register are, which is too long for a name.
    fileprivate var isNameable: Bool {
        if case .bits = self { false } else { true }
    }
}

extension String {
    /// With blanks for the characters that end a line in one language or another, or that no line may hold.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }
            )
        )
    }
}

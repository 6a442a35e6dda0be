// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

/// What manuals and other programs call the things that a map names.
enum ForeignName {
    /// As vendors' tables, SunSpec models, IEC 61131-3 and programming languages call them.
    private static let types: [String: String] = [
        "uint16": "u16", "ushort": "u16", "word": "u16", "uint": "u16", "unsigned": "u16", "enum16": "u16",
        "bitfield16": "u16", "acc16": "u16", "uint8": "u16", "byte": "u16",
        "int16": "i16", "sint16": "i16", "s16": "i16", "short": "i16", "int": "i16", "signed": "i16", "sunssf": "i16",
        "int8": "i16",
        "uint32": "u32", "ulong": "u32", "dword": "u32", "udint": "u32", "acc32": "u32", "bitfield32": "u32",
        "enum32": "u32",
        "int32": "i32", "sint32": "i32", "s32": "i32", "long": "i32", "dint": "i32",
        "uint64": "u64", "lword": "u64", "ulint": "u64", "acc64": "u64", "int64": "i64", "sint64": "i64", "s64": "i64",
        "lint": "i64",
        "float": "f32", "float32": "f32", "real": "f32", "single": "f32", "ieee754": "f32",
        "double": "f64", "float64": "f64", "lreal": "f64",
        "string": "text[N]", "char": "text[N]", "ascii": "text[N]", "str": "text[N]", "text": "text[N]",
        "bool": "bit", "boolean": "bit", "coil": "bit",
    ]

    private static let units: [String: String] = [
        "watt": "W", "watts": "W", "kilowatt": "kW", "volt": "V", "volts": "V", "ampere": "A", "amp": "A", "amps": "A",
        "amperes": "A", "hertz": "Hz", "voltampere": "VA", "sec": "s", "second": "s", "seconds": "s", "hour": "h",
        "hours": "h", "litre": "l", "liter": "l", "percent": "%", "°c": "degC", "celsius": "degC", "c": "degC",
        "m³": "m3", "m^3": "m3", "m³/h": "m3/h", "m^3/h": "m3/h", "dm³": "dm3", "watthour": "Wh", "kilowatthour": "kWh",
    ]

    static let statements: [String: String] = [
        "const": "set", "constant": "set", "define": "set", "var": "let", "name": "title", "description": "title",
        "slave": "unit", "unit-id": "unit", "unitid": "unit", "id": "unit", "device": "identity", "vendor": "identity",
        "endian": "words", "byteorder": "words", "wordorder": "words", "byte-order": "words", "word-order": "words",
        "import": "include", "group": "section", "hole": "gaps", "range": "gaps",
    ]

    private static let wordOrders: [String: WordOrder] = [
        "big-endian": .highFirst, "big": .highFirst, "be": .highFirst, "abcd": .highFirst, "msw-first": .highFirst,
        "high": .highFirst, "high-low": .highFirst, "big_endian": .highFirst,
        "little-endian": .lowFirst, "little": .lowFirst, "le": .lowFirst, "cdab": .lowFirst, "lsw-first": .lowFirst,
        "low": .lowFirst, "low-high": .lowFirst, "little_endian": .lowFirst, "swapped": .lowFirst, "swap": .lowFirst,
    ]

    /// Whether a person may have meant a type with this.
    static func isType(_ name: String) -> Bool { types[key(name)] != nil }

    static func typeFault(_ name: some StringProtocol, at range: SourceRange) -> LineFault {
        let shown = Token(kind: .word, text: String(name), range: range).quoted
        let hint: String
        let letters = name.prefix { $0.isLetter }
        if name.hasPrefix("text["), name.hasSuffix("]") {
            hint = "text[N] holds N bytes, 1 to \(RegisterType.longestText)"
        } else if types[key(String(letters))] == "text[N]" {
            let length = String(name.filter { $0.isNumber })
            hint = "a text of N bytes has the type text[N]: text[\(length.isEmpty ? "16" : length)]"
        } else if let type = types[key(String(name))] {
            hint = "the type is called \(type)"
        } else {
            hint =
                Spelling.suggestion(for: String(name), in: RegisterType.names)
                ?? RegisterType.names.joined(separator: " ")
        }
        return LineFault("there is no type \(shown)", at: range, hint: hint)
    }

    static func unitFault(_ token: Token) -> LineFault {
        let hint: String?
        if let unit = units[token.text.lowercased()] {
            hint = "write '\(unit)'"
        } else {
            hint =
                Spelling.suggestion(for: token.text, in: Unit.all.map(\.symbol)) ?? Lookalike.hint(for: token.text)
        }
        return LineFault("there is no unit \(token.quoted)", at: token.range, hint: hint)
    }

    static func wordOrderFault(_ name: some StringProtocol, at range: SourceRange) -> LineFault {
        let hint: String?
        if let order = wordOrders[name.lowercased()] {
            hint = "write '\(order.rawValue)'"
        } else if ["badc", "dcba"].contains(name.lowercased()) {
            hint = "the bytes in a register are always high byte first; only the order of registers can be chosen"
        } else {
            hint = Spelling.suggestion(for: String(name), in: WordOrder.allCases.map(\.rawValue))
        }
        return LineFault("the word order is high-first or low-first", at: range, hint: hint)
    }

    /// How the address is written that a manual calls by this; `nil` where it is no address of any kind.
    static func addressHint(_ text: String) -> String? {
        let digits = text.uppercased()
        if let range = digits.firstRange(of: "4X") ?? digits.firstRange(of: "3X"),
            range.lowerBound == digits.startIndex,
            let number = Int(digits[range.upperBound...]), number > 0
        {
            let table = digits.hasPrefix("4") ? "holding" : "input"
            return "the protocol's address of it is \(number - 1), in 'table \(table)'"
        }
        if digits.hasSuffix("H"), let number = Int(digits.dropLast(), radix: 16) { return hexadecimalHint(number) }
        if digits.hasPrefix("$") || digits.hasPrefix("&"), let number = Int(digits.dropFirst(), radix: 16) {
            return hexadecimalHint(number)
        }
        if let first = digits.split(whereSeparator: { "-.:/".contains($0) }).first, first.count < digits.count,
            NumberNotation.integer(String(first).replacing("0X", with: "0x")) != nil
        {
            return "a register line begins with its first address alone: \(text.prefix(first.count))"
        }
        if let first = digits.first, first.isHexDigit, let number = Int(digits, radix: 16), digits.count <= 4 {
            return hexadecimalHint(number)
        }
        return nil
    }

    private static func hexadecimalHint(_ number: Int) -> String {
        guard let address = UInt16(exactly: number) else { return "an address is a number from 0 to 65535" }
        return "a hexadecimal address begins with 0x: \(hexadecimal(address))"
    }

    /// `UINT16`, `uint16_t` and `Uint16` are one.
    private static func key(_ name: String) -> String {
        let lower = name.lowercased()
        return lower.hasSuffix("_t") ? String(lower.dropLast(2)) : lower
    }
}

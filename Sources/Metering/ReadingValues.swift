// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// The values of all quantities, each a number with its origin or absent.
package struct ReadingValues: Sendable {
    /// A number and where it comes from, in sixteen bytes: there are two hundred of them in each reading.
    package struct Value: Sendable {
        /// Means nothing where the quality says that it is not available.
        package fileprivate(set) var number: Decimal
        fileprivate var kind = Kind.absent
        /// Place of the object or raw value of the derivation.
        fileprivate var detail: UInt16 = 0
        package fileprivate(set) var quality = Quality.notAvailable
    }

    enum Kind: UInt8 {
        case absent
        /// It was sent, but as nothing that it can be: nothing is derived in its place, and nothing from it.
        case unreadable
        case sent
        case derived
    }

    private static let absent = Value(number: .zero)

    /// Nothing is known.
    package static let none = ReadingValues()

    /// These and nothing else, none of which a meter said.
    package init(estimates: [Quantity: Decimal]) {
        for (quantity, number) in estimates { derive(quantity, .substituted, number) }
    }

    init() {}

    /// Each at its quantity's place in the catalogue, for those who look at many of them.
    package private(set) var values = [Value](repeating: absent, count: Quantity.allCases.count)

    package subscript(_ quantity: Quantity) -> Decimal? {
        let value = values[Int(quantity.rawValue)]
        return value.kind.rawValue >= Kind.sent.rawValue ? value.number : nil
    }

    package func quality(_ quantity: Quantity) -> Quality { values[Int(quantity.rawValue)].quality }

    /// Whether the meter sent it, readable or not, or it was derived.
    func has(_ quantity: Quantity) -> Bool { values[Int(quantity.rawValue)].kind != .absent }

    func isUnreadable(_ quantity: Quantity) -> Bool { values[Int(quantity.rawValue)].kind == .unreadable }

    /// Whether it was sent or derived, and by which object or how.
    func origin(_ quantity: Quantity) -> (kind: Kind, detail: UInt16) {
        let value = values[Int(quantity.rawValue)]
        return (value.kind, value.detail)
    }

    /// How it was derived, if it was.
    func derivation(_ quantity: Quantity) -> Derivation? {
        let value = values[Int(quantity.rawValue)]
        return value.kind == .derived ? Derivation(rawValue: value.detail) : nil
    }

    /// - Parameter object: the place of the object that said it in the telegram.
    mutating func set(_ quantity: Quantity, _ number: Decimal, sentBy object: Int) {
        set(quantity, number, .sent, UInt16(truncatingIfNeeded: object), .sent)
    }

    /// Sets what is not there yet; does nothing without a value.
    mutating func derive(_ quantity: Quantity, _ derivation: Derivation, _ number: Decimal?) {
        guard let number, !has(quantity) else { return }
        set(quantity, number, .derived, derivation.rawValue, derivation.isEstimate ? .estimated : .derived)
    }

    /// Puts what follows from a value in its place.
    mutating func replace(_ quantity: Quantity, _ derivation: Derivation, _ number: Decimal) {
        set(quantity, number, .derived, derivation.rawValue, derivation.isEstimate ? .estimated : .derived)
    }

    /// Puts what a consumer is told in the place of a value. How that came about stays true, or it is no longer as sent; what
    /// doesn't fit is absent.
    mutating func adjust(_ quantity: Quantity, to number: Decimal?) {
        guard let number else { return remove(quantity) }
        let old = values[Int(quantity.rawValue)]
        guard old.kind == .derived else { return replace(quantity, .adjusted, number) }
        values[Int(quantity.rawValue)].number = number
    }

    /// What it says is a guess.
    mutating func setEstimated(_ quantity: Quantity) {
        if self[quantity] != nil { values[Int(quantity.rawValue)].quality = .estimated }
    }

    /// Gives quantities the values, origins included, that others had.
    mutating func rearrange(_ quantities: [Quantity], as others: [Quantity]) {
        let taken = others.map { values[Int($0.rawValue)] }
        for (quantity, value) in zip(quantities, taken) { values[Int(quantity.rawValue)] = value }
    }

    mutating func remove(_ quantity: Quantity) { values[Int(quantity.rawValue)] = Self.absent }

    mutating func setUnreadable(_ quantity: Quantity) { set(quantity, .zero, .unreadable, 0, .notAvailable) }

    /// Fills in the numbers of quantities whose points and origins are there already.
    mutating func fill(_ steps: [ReadingPlan.Step], from mantissas: [Int64]) {
        var values = values.mutableSpan
        let (steps, mantissas) = (steps.span, mantissas.span)
        for index in steps.indices {
            values[Int(steps[index].quantity.rawValue)].number.mantissa = mantissas[Int(steps[index].group)]
        }
    }

    private mutating func set(
        _ quantity: Quantity,
        _ number: Decimal,
        _ kind: Kind,
        _ detail: UInt16,
        _ quality: Quality
    ) {
        values[Int(quantity.rawValue)] = Value(number: number, kind: kind, detail: detail, quality: quality)
    }
}

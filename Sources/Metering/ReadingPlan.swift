// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// What the telegrams of one layout say and where: worked out once, carried out for each of them.
struct ReadingPlan: Sendable {
    /// A number of the telegram that is a quantity's value as it stands, but for its decimal point.
    struct Step: Sendable {
        let group: UInt16
        let quantity: Quantity
    }

    /// A number whose unit or value needs a closer look.
    struct Inspection: Sendable {
        let object: Int
        let quantity: Quantity
        let ratio: Ratio
    }

    enum ClockSource: Sendable {
        case none
        case oneLine(Int)
        case twoLines(date: Int, time: Int)
    }

    let layout: TelegramLayout
    /// For each quantity the point and the origin that its value has in every telegram of the layout.
    private(set) var template = ReadingValues()
    private(set) var steps: [Step] = []
    private(set) var inspections: [Inspection] = []
    private(set) var clock = ClockSource.none
    private(set) var tariff: Int?
    private(set) var breaker: Int?
    private(set) var limiter: Int?
    private(set) var peak: Int?
    private(set) var hasPeakHistory = false
    private(set) var channels = SubmeterChannels()
    private(set) var doubts: [Doubt] = []
    private(set) var evidence: DialectEvidence = []
    private(set) var standardOffset: Int64 = 0

    /// - Parameter standardOffset: seconds that winter time where the meter stands is ahead of UTC; `nil` takes that of the
    ///   telegram's dialect.
    init(for telegram: Telegram, standardOffset: Int64?) {
        layout = telegram.layout
        let table = MeaningTable.shared
        var clockTime: Int?
        var clockDate: Int?
        for (index, object) in layout.objects.enumerated() {
            if object.code.medium == 0, object.code.channel > 0 {
                channels.take(object.code, index)
                continue
            }
            guard let entry = table[object.code] else { continue }
            evidence.formUnion(entry.evidence)
            switch entry.meaning {
            case .quantity(let quantity): plan(index, quantity, entry)
            case .clock: clock = .oneLine(index)
            case .clockTime: clockTime = index
            case .clockDate: clockDate = index
            case .tariff: tariff = index
            case .breaker: breaker = index
            case .peak: peak = index
            case .limiter: limiter = index
            case .peakHistory: hasPeakHistory = true
            case .other: break
            }
        }
        if case .none = clock, let clockTime, let clockDate { clock = .twoLines(date: clockDate, time: clockTime) }
        self.standardOffset = standardOffset ?? Dialect(evidence, in: telegram).standardOffset
    }

    private mutating func plan(_ index: Int, _ quantity: Quantity, _ entry: MeaningTable.Entry) {
        let object = layout.objects[index]
        guard let group = object.group(0), !layout.groups[group].isEmpty else { return }
        // Of a code that occurs twice the last one counts.
        steps.removeAll { $0.quantity == quantity }
        inspections.removeAll { $0.quantity == quantity }
        template.remove(quantity)
        guard let format = layout.groups[group].number else {
            return refuse(object, quantity, .unreadable(quantity))
        }
        let isUsual = format.unit == entry.usualUnit || format.unit == .none
        guard let ratio = isUsual ? entry.usualRatio : Unit(format.unit)?.conversion(to: quantity.unit) else {
            return refuse(object, quantity, .unit(format.unit, of: quantity))
        }
        if ratio.isPowerOfTen, !quantity.isPowerFactor, !quantity.isFuse {
            steps.append(Step(group: UInt16(truncatingIfNeeded: group), quantity: quantity))
            template.set(quantity, Decimal(0, exponent: format.exponent + ratio.exponent), sentBy: index)
        } else {
            inspections.append(Inspection(object: index, quantity: quantity, ratio: ratio))
        }
    }

    private mutating func refuse(_ object: TelegramObject, _ quantity: Quantity, _ kind: Doubt.Kind) {
        doubts.append(Doubt(line: object.line, code: object.code, kind: kind))
        template.setUnreadable(quantity)
    }
}

extension Quantity {
    var isPowerFactor: Bool {
        switch self {
        case .powerFactor, .powerFactorL1, .powerFactorL2, .powerFactorL3: true
        default: false
        }
    }

    var isFuse: Bool {
        switch self {
        case .fuseL1, .fuseL2, .fuseL3: true
        default: false
        }
    }
}

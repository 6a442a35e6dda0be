// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// What is to be remembered of a counter as the meter sent it.
package struct CounterRecord: Sendable, Equatable {
    package let quantity: Quantity
    /// What was told last, in the quantity's unit.
    package let value: Decimal

    package init(_ quantity: Quantity, _ value: Decimal) {
        self.quantity = quantity
        self.value = value
    }

    /// The quantities that are counters of the meter's own, in the order of the catalogue.
    package static let quantities: [Quantity] = Quantity.allCases.filter {
        ($0.rawValue >= Quantity.energyImport.rawValue) && ($0.rawValue <= Quantity.reactiveEnergyQ4.rawValue)
    }
}

/// What is to be remembered of a counter that was integrated from power.
package struct IntegralRecord: Sendable, Equatable {
    package let quantity: Quantity
    /// The counter in kWh, with nine places after the point at most.
    package let value: Decimal
    /// What may be told before anything more is written, in kWh; `nil` where that is the counter itself.
    package let promise: Decimal?

    package init(_ quantity: Quantity, _ value: Decimal, promise: Decimal? = nil) {
        self.quantity = quantity
        self.value = value
        self.promise = promise
    }

    /// The quantities that can be integrated: import and export of each phase.
    package static let quantities: [Quantity] =
        Phase.allCases.map(\.energyImport) + Phase.allCases.map(\.energyExport)
}

/// What is to be remembered of one meter's counters and of the demand that follows from them.
package struct CounterRecords: Sendable, Equatable {
    package var counters: [CounterRecord] = []
    package var integrals: [IntegralRecord] = []
    package var demand = DemandRecords()

    package init(
        counters: [CounterRecord] = [],
        integrals: [IntegralRecord] = [],
        demand: DemandRecords = DemandRecords()
    ) {
        self.counters = counters
        self.integrals = integrals
        self.demand = demand
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// What a consumer is told instead of what the meter says: another zero, another size, other names of the phases.
///
/// It is carried out in this order: first the phases get their other names, then everything is multiplied, then the offset is
/// added. So an offset is in the watts that the consumer sees, and its place in the phases that the consumer sees.
package struct Adjustment: Sendable, Equatable {
    /// Where an offset is added.
    package enum Place: Sendable, Hashable {
        /// In equal parts to the phases that the meter has.
        case everyPhase
        case phase(Phase)
    }

    /// Watts that are added to the power: what a zero-export control then leaves as export, or with a minus sign as import.
    package var offset = Decimal.zero
    package var offsetPlace = Place.everyPhase
    /// What powers, currents and energies are multiplied by: the ratio of the current transformers before the meter.
    package var scale = Decimal(1)
    /// The meter's phase that is told as L1, L2 and L3.
    package var phases: [Phase] = [.l1, .l2, .l3]

    package init() {}

    /// Whether everything is told as the meter says it.
    package var isIdentity: Bool { offset.mantissa == 0 && !changesSize && !changesPhases }

    var changesSize: Bool { scale != Decimal(1) }

    var changesPhases: Bool { phases != Phase.allCases && phases.count == Phase.allCases.count }
}

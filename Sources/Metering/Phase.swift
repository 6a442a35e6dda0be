// SPDX-License-Identifier: Apache-2.0

/// One of the three conductors, and the quantities that belong to it.
package enum Phase: UInt8, CaseIterable, Sendable {
    case l1
    case l2
    case l3

    package var power: Quantity { pick(.powerL1, .powerL2, .powerL3) }
    package var powerImport: Quantity { pick(.powerL1Import, .powerL2Import, .powerL3Import) }
    package var powerExport: Quantity { pick(.powerL1Export, .powerL2Export, .powerL3Export) }
    package var voltage: Quantity { pick(.voltageL1, .voltageL2, .voltageL3) }
    package var lineVoltage: Quantity { pick(.voltageL1L2, .voltageL2L3, .voltageL3L1) }
    package var current: Quantity { pick(.currentL1, .currentL2, .currentL3) }
    package var measuredCurrent: Quantity { pick(.currentL1Measured, .currentL2Measured, .currentL3Measured) }
    package var reactive: Quantity { pick(.reactiveL1, .reactiveL2, .reactiveL3) }
    var reactiveImport: Quantity { pick(.reactiveL1Import, .reactiveL2Import, .reactiveL3Import) }
    var reactiveExport: Quantity { pick(.reactiveL1Export, .reactiveL2Export, .reactiveL3Export) }
    package var apparent: Quantity { pick(.apparentL1, .apparentL2, .apparentL3) }
    var apparentImport: Quantity { pick(.apparentL1Import, .apparentL2Import, .apparentL3Import) }
    var apparentExport: Quantity { pick(.apparentL1Export, .apparentL2Export, .apparentL3Export) }
    package var powerFactor: Quantity { pick(.powerFactorL1, .powerFactorL2, .powerFactorL3) }
    package var energyImport: Quantity { pick(.energyImportL1, .energyImportL2, .energyImportL3) }
    package var energyExport: Quantity { pick(.energyExportL1, .energyExportL2, .energyExportL3) }

    /// The phase that follows: L1, L2, L3, L1.
    var next: Phase { pick(.l2, .l3, .l1) }

    private func pick<Value>(_ first: Value, _ second: Value, _ third: Value) -> Value {
        switch self {
        case .l1: first
        case .l2: second
        case .l3: third
        }
    }
}

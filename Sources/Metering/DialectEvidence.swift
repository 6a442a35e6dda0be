// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// What tells dialects apart: which lines a telegram has.
struct DialectEvidence: OptionSet, Sendable {
    let rawValue: UInt16

    static let version = DialectEvidence(rawValue: 1 << 0)
    static let belgianVersion = DialectEvidence(rawValue: 1 << 1)
    static let clock = DialectEvidence(rawValue: 1 << 2)
    static let clockInTwoLines = DialectEvidence(rawValue: 1 << 3)
    static let reactiveEnergy = DialectEvidence(rawValue: 1 << 4)
    static let hexadecimalID = DialectEvidence(rawValue: 1 << 5)
    static let plainID = DialectEvidence(rawValue: 1 << 6)
    static let logicalDeviceName = DialectEvidence(rawValue: 1 << 7)
    static let israeliTariff = DialectEvidence(rawValue: 1 << 8)
    /// |import| + |export|, or reactive energy by quadrant.
    static let hungarianEnergy = DialectEvidence(rawValue: 1 << 9)
    static let electricity = DialectEvidence(rawValue: 1 << 10)
    static let germanSerial = DialectEvidence(rawValue: 1 << 11)

    /// What the presence of one line says.
    init(of code: ObisCode) {
        switch code {
        case ObisCode(1, 3, 0, 2, 8): self = .version
        case .abstract(96, 1, 4): self = .belgianVersion
        case .abstract(1, 0, 0): self = .clock
        case .electricity(0, 9, 1): self = .clockInTwoLines
        case .electricity(3, 8, 0): self = [.reactiveEnergy, .electricity]
        case .abstract(96, 1, 1): self = .hexadecimalID
        case .abstract(96, 1, 0): self = .plainID
        case .abstract(42, 0, 0): self = .logicalDeviceName
        case .electricity(1, 8, 11), .abstract(96, 14, 1): self = [.israeliTariff, .electricity]
        case .electricity(15, 8, 0), .electricity(5, 8, 0): self = [.hungarianEnergy, .electricity]
        case .electricity(0, 0, 0): self = .germanSerial
        default: self = code.medium == 1 && (code.d == 7 || code.d == 8) && code.c > 0 ? .electricity : []
        }
    }

    init(rawValue: UInt16) { self.rawValue = rawValue }
}

// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Reading {
    /// The value of a text quantity; `nil` where the meter doesn't say it, or says nothing.
    package func text(_ quantity: Quantity) -> String? {
        switch quantity {
        case .meterModel: telegram.identification
        case _ where quantity.isText: firstText(quantity.definition.codes)
        default: nil
        }
    }

    /// The meter's identifier, where it has one.
    package var meterID: String? { text(.meterID) }

    private func firstText(_ codes: [ObisCode]) -> String? {
        codes.lazy
            .compactMap { telegram.object($0) }
            .compactMap { telegram.bytes($0) }
            .map { OctetString.text($0) }
            .first { !$0.isEmpty }
    }
}

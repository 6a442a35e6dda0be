// SPDX-License-Identifier: Apache-2.0

import Modbus

/// A time during which a consumer is treated as if its meter had fallen silent.
struct DrillTime: Sendable, Equatable {
    let begins: ContinuousClock.Instant
    let ends: ContinuousClock.Instant
}

extension UnitSnapshot {
    /// The same snapshot as it is told in a drill: what it has in store for the time after its values are stale comes when the
    /// drill begins, at the same pace; when the drill ends, it is as if there had been none.
    ///
    /// One whose meter has never spoken, or is stale before the drill begins, stays as it is.
    func drilled(_ drill: DrillTime) -> UnitSnapshot {
        guard stages.count > 1, drill.begins < drill.ends else { return self }
        let stale = stages[1].begins
        guard drill.begins < stale else { return self }
        let shift = stale - drill.begins
        var drilled = stages.filter { $0.begins < drill.begins }
        drilled += stages[1...].map { Stage(begins: $0.begins - shift, answer: $0.answer) }
            .filter { $0.begins < drill.ends }
        if let after = stages.last(where: { $0.begins <= drill.ends }) {
            drilled.append(Stage(begins: drill.ends, answer: after.answer))
        }
        drilled += stages.filter { $0.begins > drill.ends }
        return replacing(stages: drilled) { now in
            now >= drill.begins && now < drill.ends ? now + shift : now
        }
    }
}

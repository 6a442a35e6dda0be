// SPDX-License-Identifier: Apache-2.0

import Registers

extension StatusValues {
    /// The status of a sum of meters: telegrams and rejections are those of all of them, state, age and period are what
    /// `validity` says of the worst. It is simulated if any of them is; a checksum was seen if one was seen of each.
    ///
    /// The server asks for it with each answer that has status in it: it allocates nothing.
    init(sumOf parts: [MeterStatus], _ validity: Validity, at now: ContinuousClock.Instant) {
        self.init()
        hasSeenChecksum = !parts.isEmpty
        for part in parts {
            let values = part.values(validity, at: now)
            state = values.state
            age = values.age
            period = values.period
            uptime = values.uptime
            time = values.time
            telegrams += values.telegrams
            rejected += values.rejected
            isSimulated = isSimulated || values.isSimulated
            hasSeenChecksum = hasSeenChecksum && values.hasSeenChecksum
        }
        heartbeat = telegrams & 0xFFFF
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Where a meter is told of.
struct MQTTTopics: Sendable, Hashable {
    let telegram: String
    let state: String

    /// A name is one level of a topic: what would make it several, or a pattern, is replaced.
    init(prefix: String, meter: String) {
        var level = ""
        for scalar in meter.unicodeScalars {
            level.unicodeScalars.append("/+#".unicodeScalars.contains(scalar) || scalar.value < 0x20 ? "_" : scalar)
        }
        telegram = "\(prefix)/\(level)"
        state = "\(prefix)/\(level)/state"
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What one meter's connection still has to tell the broker: its state, of which only the last counts, and telegrams, of which
/// the oldest go first when there are too many.
struct MQTTMailbox: Sendable {
    /// Something to publish.
    enum Message: Sendable, Equatable {
        /// Retained, so that who comes later knows it.
        case state(String)
        /// Not retained: it is true only when it comes.
        case telegram([UInt8])
    }

    /// A minute of the fastest meters.
    static let capacity = 60
    /// A telegram that couldn't be passed on for this long is no news any more, as for the Modbus side by default.
    static let maximumAge = Duration.seconds(60)

    private struct Telegram {
        let json: [UInt8]
        let arrival: ContinuousClock.Instant
    }

    private var telegrams: [Telegram] = []
    private var state: String?
    private var stateIsTold = false

    /// Takes an update and says how many telegrams it had to give up for it.
    mutating func put(_ update: MeterUpdate) -> Int {
        if update.state != state {
            state = update.state
            stateIsTold = false
        }
        guard let json = update.json else { return 0 }
        telegrams.append(Telegram(json: json, arrival: update.arrival))
        let excess = max(0, telegrams.count - MQTTMailbox.capacity)
        telegrams.removeFirst(excess)
        return excess
    }

    /// A new connection knows nothing, and the old one's will may have said something else.
    mutating func connectionBegan() { stateIsTold = false }

    /// What to publish next, and how many telegrams had become too old for it.
    mutating func next(at now: ContinuousClock.Instant) -> (message: Message?, outdated: Int) {
        let outdated = telegrams.prefix { now - $0.arrival > MQTTMailbox.maximumAge }.count
        telegrams.removeFirst(outdated)
        if let state, !stateIsTold {
            stateIsTold = true
            return (.state(state), outdated)
        }
        return (telegrams.isEmpty ? nil : .telegram(telegrams.removeFirst().json), outdated)
    }
}

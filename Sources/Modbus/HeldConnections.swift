// SPDX-License-Identifier: Apache-2.0

/// The connections whose answers wait: by the unit whose snapshot they wait for, and by the instant at which they are looked at
/// again whatever comes.
///
/// A new snapshot costs as much as connections wait for it, and everything else nothing.
package struct HeldConnections {
    private struct Entry {
        let descriptor: Int32
        let wake: ContinuousClock.Instant
    }

    /// By place, earliest first.
    private var queues: [Int: [Entry]] = [:]
    /// How many wait.
    package private(set) var count = 0
    /// When the first of them is to be looked at.
    package private(set) var nextWake: ContinuousClock.Instant?

    package init() {}

    /// - Parameter place: listener and unit as one number.
    package mutating func insert(_ descriptor: Int32, at place: Int, wake: ContinuousClock.Instant) {
        var queue = queues.removeValue(forKey: place) ?? []
        // As a rule all wait equally long, so that the place is at the end.
        var index = queue.count
        while index > 0, queue[index - 1].wake > wake { index -= 1 }
        queue.insert(Entry(descriptor: descriptor, wake: wake), at: index)
        queues[place] = queue
        count += 1
        nextWake = nextWake.map { min($0, wake) } ?? wake
    }

    /// Forgets a connection that is closed.
    package mutating func remove(_ descriptor: Int32, at place: Int) {
        take(from: place) { $0.descriptor == descriptor }
    }

    /// Takes out all that wait for a unit.
    package mutating func takeAll(at place: Int) -> [Int32] {
        take(from: place) { _ in true }
    }

    /// Takes out those whose instant has come.
    package mutating func takeDue(at now: ContinuousClock.Instant) -> [Int32] {
        guard let nextWake, nextWake <= now else { return [] }
        return Array(queues.keys).flatMap { place in take(from: place) { $0.wake <= now } }
    }

    @discardableResult
    private mutating func take(from place: Int, where condition: (Entry) -> Bool) -> [Int32] {
        guard var queue = queues.removeValue(forKey: place) else { return [] }
        var taken: [Int32] = []
        queue.removeAll { entry in
            let isTaken = condition(entry)
            if isTaken { taken.append(entry.descriptor) }
            return isTaken
        }
        if !queue.isEmpty { queues[place] = queue }
        count -= taken.count
        nextWake = queues.values.lazy.compactMap(\.first?.wake).min()
        return taken
    }
}

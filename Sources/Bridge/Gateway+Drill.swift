// SPDX-License-Identifier: Apache-2.0

import Notation
import Registers
import Settings

extension Gateway {
    private static let drillTimes = Duration.seconds(1)...Duration.seconds(3600)

    /// Lets everybody who goes by a name be stale for so long, beginning now. It ends by itself.
    ///
    /// - Parameter name: of a meter or a sum, of a consumer, of a register map, or a unit identifier.
    /// - Throws: ``DrillFault``.
    package func beginDrill(of name: String, for time: Duration) throws(DrillFault) -> Drill {
        guard Gateway.drillTimes.contains(time) else { throw .badTime(time) }
        let plant = plant
        let (configuration, listenerIDs) = (plant.configuration, plant.listenerIDs)
        let seated = zip(listenerIDs, configuration.listeners).flatMap { id, listener in
            listener.consumers.map { (id: id, listener: listener.listener, consumer: $0) }
        }
        let chosen = seated.filter { $0.consumer.answers(to: name) }
        guard !chosen.isEmpty else {
            let known = seated.flatMap { $0.consumer.names }
            var told: [String] = []
            for name in known where !told.contains(name) { told.append(name) }
            throw .unknownName(name, suggestion: Spelling.suggestion(for: name, in: told), known: told)
        }
        let now = clock.now()
        let drill = Drill(
            name: name,
            participants: chosen.map { .init(listener: "\($0.listener)", consumer: $0.consumer) },
            time: time,
            window: DrillTime(begins: now, ends: now + time),
            seats: chosen.map { .init(listener: $0.id, unit: $0.consumer.unit) }
        )
        desk.begin(drill.window, at: drill.seats)
        observer(.drill(drill, hasBegun: true))
        return drill
    }

    /// Ends a drill, whether its time is over or not; what a newer one has taken over goes on.
    package func end(_ drill: Drill) {
        desk.end(drill.window, at: drill.seats)
        observer(.drill(drill, hasBegun: false))
    }
}

extension ConsumerConfiguration {
    /// What a drill can be asked for by.
    fileprivate var names: [String] { [meter] + (name.map { [$0] } ?? []) + [map.name, "\(unit)"] }

    fileprivate func answers(to name: String) -> Bool { names.contains(name) }
}

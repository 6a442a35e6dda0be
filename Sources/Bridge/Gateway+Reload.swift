// SPDX-License-Identifier: Apache-2.0

import Modbus
package import Settings

/// What a gateway made of another configuration.
package struct Reload: Sendable {
    /// Meters and sums that begin anew, because they are new or configured otherwise.
    package var begun: [String] = []
    /// Those that are no more.
    package var ended: [String] = []
    package var opened: [String] = []
    package var closed: [String] = []
    /// What holds only when the program is started again.
    package var atNextStart: [String] = []
}

extension Gateway {
    /// Does from now on what another configuration says. What is the same in both goes on: a client of a listener that stays
    /// keeps its connection, a meter that stays its values, and no request is answered from neither configuration.
    ///
    /// Not to be called again before it has returned.
    ///
    /// - Throws: `GatewayError` if it contradicts itself, or a new listener can't be had; then everything is as it was.
    package func apply(_ new: GatewayConfiguration) async throws(GatewayError) -> Reload {
        let old = plant
        var new = new
        var reload = Reload()
        if new.stateFolder != old.configuration.stateFolder { reload.atNextStart.append("state") }
        if new.page != old.configuration.page { reload.atNextStart.append("page") }
        if new.mqtt != old.configuration.mqtt { reload.atNextStart.append("mqtt") }
        new.stateFolder = old.configuration.stateFolder
        try new.checkContradictions()
        try builder.checkMaps(of: new)
        let listenerIDs = try await openListeners(of: new, instead: old, &reload)

        let kept = old.kept(in: new)
        for meter in old.meters where !kept.meters.contains(where: { $0 === meter }) {
            await stop(meter)
            await meter.close()
            if !new.meterNames.contains(meter.name) { reload.ended.append(meter.name) }
        }
        for sum in old.sums where !kept.sums.contains(where: { $0 === sum }) {
            await stop(sum)
            await sum.close()
            if !new.meterNames.contains(sum.name) { reload.ended.append(sum.name) }
        }
        // From here on a unit has values of the meter that it has in the new configuration, or the last ones of the old.
        desk.owners = new.owners(listenerIDs)
        let now = try builder.plant(new, listenerIDs, keeping: kept)
        reload.begun = new.meterNames.filter { name in !kept.names.contains(name) }
        plant = now
        try await builder.seatConsumers(of: now, keeping: kept)
        start(now)
        desk.withdrawUnowned()

        server.limits = new.limits
        for (id, listener) in zip(listenerIDs, new.listeners) { server.allow(listener.allowed, on: id) }
        for (id, listener) in zip(old.listenerIDs, old.configuration.listeners) where !listenerIDs.contains(id) {
            await server.close(id)
            reload.closed.append("\(listener.listener)")
        }
        return reload
    }

    /// The listeners of a configuration, of which some may be open.
    private func openListeners(
        of new: GatewayConfiguration,
        instead old: Plant,
        _ reload: inout Reload
    ) async throws(GatewayError) -> [ListenerID] {
        var known = Array(zip(old.listenerIDs, old.configuration.listeners))
        var ids: [ListenerID] = []
        var opened: [ListenerID] = []
        for listener in new.listeners {
            if let index = known.firstIndex(where: { $0.1.listener == listener.listener }) {
                ids.append(known.remove(at: index).0)
                continue
            }
            do throws(ServerError) {
                let id = try server.listen(on: listener.listener, allowing: listener.allowed)
                ids.append(id)
                opened.append(id)
                reload.opened.append("\(listener.listener)")
            } catch {
                for id in opened { await server.close(id) }
                throw .server(error)
            }
        }
        return ids
    }
}

extension Plant {
    fileprivate var names: [String] { meters.map(\.name) + sums.map(\.name) }

    /// The meters and sums that another configuration has too, and in the same way.
    fileprivate func kept(in new: GatewayConfiguration) -> Plant {
        var kept = Plant()
        for (meter, configured) in zip(meters, configuration.meters)
        where new.meters.contains(where: { $0.isSame(as: configured) }) {
            kept.meters.append(meter)
        }
        for (sum, configured) in zip(sums, configuration.sums) where new.sums.contains(configured) {
            let parts = configured.terms.map(\.meter)
            if parts.allSatisfy({ part in kept.meters.contains { $0.name == part } }) { kept.sums.append(sum) }
        }
        return kept
    }
}

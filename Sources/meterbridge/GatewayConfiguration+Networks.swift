// SPDX-License-Identifier: Apache-2.0

import Modbus
import Settings

extension GatewayConfiguration {
    /// With the networks of the listeners as those of the whole server, which has one list for all of them.
    ///
    /// - Throws: where they differ, because a network would come in where it isn't let in.
    func withNetworksOfServer() throws -> GatewayConfiguration {
        let networks = listeners.filter { $0.listener.address != nil }.map { $0.allowed ?? limits.allowed }
        guard let first = networks.first else { return self }
        guard networks.allSatisfy({ $0 == first }) else {
            throw failure(
                .badConfiguration,
                "the listeners let in different networks, and the server has one list for all; write the same 'allow' below each"
            )
        }
        var configuration = self
        configuration.limits.allowed = first
        return configuration
    }
}

// SPDX-License-Identifier: Apache-2.0

import Modbus
import Registers
import Synchronization

/// A register map ready to be rendered and served; the same for every meter that is served as it.
struct PreparedMap: Sendable {
    let renderer: ImageRenderer
    let spaceBeforeIdentity: AddressSpace
    let spaceWithIdentity: AddressSpace

    init(_ renderer: ImageRenderer) throws(AddressSpaceError) {
        self.renderer = renderer
        spaceBeforeIdentity = try renderer.layout.addressSpace(renderer.map.identity, knowsIdentity: false)
        spaceWithIdentity = try renderer.layout.addressSpace(renderer.map.identity, knowsIdentity: true)
    }

    func isSame(as other: ImageRenderer) -> Bool {
        renderer.map.name == other.map.name && renderer.map.identity == other.map.identity
            && renderer.rendersLike(other)
    }
}

/// The maps that a gateway's meters are served as, each prepared once however many meters there are: a large one takes a
/// hundred kilobytes.
package final class PreparedMaps: Sendable {
    private let maps = Mutex<[PreparedMap]>([])

    package init() {}

    func map(_ renderer: ImageRenderer) throws(AddressSpaceError) -> PreparedMap {
        if let known = maps.withLock({ $0.first { $0.isSame(as: renderer) } }) { return known }
        let map = try PreparedMap(renderer)
        maps.withLock { $0.append(map) }
        return map
    }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore

/// Why the page can't be served.
package enum DashboardError: Error, Sendable, Hashable {
    case portTaken(DashboardAddress)
    case notPermitted(DashboardAddress)
    /// The address belongs to no interface of this machine.
    case foreignAddress(DashboardAddress)
    case failed(DashboardAddress, reason: String)

    init(_ error: any Error, _ address: DashboardAddress) {
        self =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE: .portTaken(address)
            case EACCES: .notPermitted(address)
            case EADDRNOTAVAIL: .foreignAddress(address)
            default: .failed(address, reason: "\(error)")
            }
    }
}

extension DashboardError: CustomStringConvertible {
    /// The error as a sentence: what, where, what to do.
    package var description: String {
        switch self {
        case .portTaken(let address):
            "The page can't be served at \(address): another program uses this port. Choose another one."
        case .notPermitted(let address):
            "The page can't be served at \(address): ports below 1024 need a permission. Choose a higher one."
        case .foreignAddress(let address):
            "The page can't be served at \(address): no interface of this machine has this address ('ip addr' lists them)."
        case .failed(let address, let reason):
            "The page can't be served at \(address): \(reason)"
        }
    }
}

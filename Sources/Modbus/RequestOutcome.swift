// SPDX-License-Identifier: Apache-2.0

/// What a client saw of a request.
package enum RequestOutcome: Sendable, Hashable {
    /// It got what it asked for.
    case answered
    /// A write was acknowledged, which has changed nothing.
    case writeAcknowledged
    case exception(ModbusException)
    /// Nothing: so the fail-safe wants it.
    case silent
    /// There was an answer, but the system didn't take it, because the client doesn't read or is gone.
    case undelivered
}

extension Judgement {
    /// What the client will have seen if its answer can be sent.
    var outcome: RequestOutcome {
        switch self {
        case .read, .pacedRead, .serverIdentification, .deviceIdentification: .answered
        case .acknowledgedWrite: .writeAcknowledged
        case .exception(let exception): .exception(exception)
        case .silence: .silent
        }
    }
}

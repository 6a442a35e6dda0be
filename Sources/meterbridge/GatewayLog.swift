// SPDX-License-Identifier: Apache-2.0

import Bridge
import Logging
import Metering
import Modbus
import Notation
import Registers
import Settings
import State
import Synchronization
import Telegrams

/// Puts what happens in a gateway into words: one line for each change of state, and for repeated faults one in a while.
final class GatewayLog: Sendable {
    /// A fault of one kind at one meter is told again after this time, with how often it happened.
    private static let quiet = Duration.seconds(60)

    private struct Repeated {
        var since: ContinuousClock.Instant
        var count = 0
    }

    private let logger: Logger
    private let repeated = Mutex<[String: Repeated]>([:])
    private let pace: Mutex<PaceWatch>

    init(_ logger: Logger, _ configuration: GatewayConfiguration) {
        self.logger = logger
        pace = Mutex(PaceWatch(configuration))
    }

    /// Looks at the meters and consumers of another configuration from now on.
    func follow(_ configuration: GatewayConfiguration) {
        pace.withLock { $0 = PaceWatch(configuration) }
    }

    func log(_ event: GatewayEvent) {
        switch event {
        case .listening(let listener): log(listener)
        case .inputConnected(let meter, let source):
            logger.info("reading telegrams", metadata: ["meter": "\(meter)", "from": "\(source)"])
        case .inputDisconnected(let meter, let fault):
            logger.warning("the input can't be read", metadata: ["meter": "\(meter)", "reason": "\(fault)"])
        case .inputEnded(let meter):
            logger.notice("the recording has ended; its values go stale", metadata: ["meter": "\(meter)"])
        // Some gateways send each telegram several times; it is told when the meter itself seems to be silent.
        case .rejected(_, .frozen): break
        case .accepted(let meter, _):
            for warning in pace.withLock({ $0.telegram(of: meter, at: .now) }) {
                logger.warning("\(warning.message)", metadata: ["meter": "\(meter)", "remedy": "\(warning.remedy)"])
            }
        case .rejected(let meter, let reason):
            repeating("\(meter)/\(reason.name)") { times in
                logger.warning(
                    "telegram rejected",
                    metadata: ["meter": "\(meter)", "reason": "\(reason)", "times": "\(times)"]
                )
            }
        case .decrypting(let meter, let assurance):
            logger.info("telegrams are encrypted", metadata: ["meter": "\(meter)", "trust": "\(assurance)"])
        case .frameCounterRestarted(let meter):
            repeating("\(meter)/counter") { times in
                logger.warning(
                    "encrypted frames count from the beginning again: another meter, or somebody repeats old ones",
                    metadata: ["meter": "\(meter)", "times": "\(times)"]
                )
            }
        case .lacking(let meter, let map, let quantity):
            repeating("\(meter)/\(map)/\(quantity)") { times in
                logger.warning(
                    "a telegram counts as none, because it lacks what the register map can't do without",
                    metadata: [
                        "meter": "\(meter)", "map": "\(map)", "quantity": "\(quantity.name)", "times": "\(times)",
                    ]
                )
            }
        case .misfits(let meter, let map, let count):
            repeating("\(meter)/\(map)/misfits") { times in
                logger.warning(
                    "values don't fit their registers, or come in another unit than the register map asks for",
                    metadata: ["meter": "\(meter)", "map": "\(map)", "registers": "\(count)", "times": "\(times)"]
                )
            }
        case .stateChanged(let meter, let old, let new, let age):
            var facts: Logger.Metadata = ["meter": "\(meter)", "from": "\(old.state)", "to": "\(new)"]
            if let age { facts["age"] = "\(age.milliseconds) ms" }
            if let end = old.end { facts["lasted"] = "\(old.length(at: end).milliseconds) ms" }
            if let worst = old.worstAge { facts["worst-age"] = "\(worst.milliseconds) ms" }
            logger.log(level: new == .stale || new == .lost ? .warning : .info, "state changed", metadata: facts)
        case .frozen(let meter, let age):
            logger.warning(
                "the input repeats one telegram, the meter's clock included; it counts as silent",
                metadata: ["meter": "\(meter)", "for": "\(age.milliseconds) ms"]
            )
        case .thawed(let meter):
            logger.info("the input sends new telegrams again", metadata: ["meter": "\(meter)"])
        case .counter(let meter, let notice):
            repeating("\(meter)/\(notice.quantity.name)") { times in
                logger.warning(
                    "an energy counter contradicts its last value",
                    metadata: ["meter": "\(meter)", "counter": "\(notice)", "times": "\(times)"]
                )
            }
        case .state(let meter, let event): log(event, of: meter)
        case .drill(let drill, let hasBegun):
            logger.notice(
                hasBegun
                    ? "a drill begins: consumers are told what they would be told if their meter had fallen silent"
                    : "a drill has ended",
                metadata: [
                    "of": "\(drill.name)", "for": "\(drill.time.notation)",
                    "consumers": .array(drill.participants.map { "\($0)" }),
                ]
            )
        case .server(let event): log(event)
        }
    }

    private func log(_ event: StateEvent, of meter: String) {
        switch event {
        case .kept(let path):
            logger.info("keeping counters", metadata: ["meter": "\(meter)", "file": "\(path)"])
        case .notKept(let fault):
            logger.warning(
                "counters are kept in memory only, and begin anew at the next start",
                metadata: ["meter": "\(meter)", "reason": "\(fault)"]
            )
        case .damaged(let faults, let path):
            logger.error(
                "the file with the counters is damaged; it was set aside, and they begin anew\n\(faults)",
                metadata: ["meter": "\(meter)", "moved-to": "\(path)"]
            )
        case .unwritable(let fault):
            logger.error(
                "counters can't be written; they go on in memory, and it is tried again every minute",
                metadata: ["meter": "\(meter)", "reason": "\(fault)"]
            )
        case .written(let path):
            logger.notice("counters can be written again", metadata: ["meter": "\(meter)", "file": "\(path)"])
        }
    }

    private func log(_ listener: Listener) {
        switch listener {
        case .tcp(let address): logger.info("serving Modbus TCP", metadata: ["address": "\(address)"])
        case .rtuOverTCP(let address):
            logger.info("serving Modbus RTU over TCP", metadata: ["address": "\(address)"])
        case .serial(let line): logger.info("serving Modbus RTU", metadata: ["line": "\(line)"])
        }
    }

    private func log(_ event: ServerEvent) {
        switch event {
        case .connected(let peer, _): logger.debug("client connected", metadata: ["client": "\(peer)"])
        case .disconnected(let peer, _, let reason):
            note(reason, peer)
            logger.debug("client disconnected", metadata: ["client": "\(peer)", "reason": "\(reason)"])
        case .refused(let peer, _, let refusal):
            repeating("refused/\(refusal.rawValue)") { times in
                logger.warning(
                    "\(Self.sentence(about: refusal))",
                    metadata: ["client": "\(peer)", "times": "\(times)"]
                )
            }
        case .lineLost(let line, let fault):
            logger.warning("a serial line isn't served", metadata: ["line": "\(line)", "reason": "\(fault)"])
        case .lineRestored(let line):
            logger.info("serving Modbus RTU again", metadata: ["line": "\(line)"])
        case .descriptorsExhausted:
            repeating("descriptors") { times in
                logger.warning(
                    "clients wait, because the process may not open more files",
                    metadata: ["times": "\(times)"]
                )
            }
        }
    }

    /// The disconnections that a limit has made.
    private func note(_ reason: DisconnectReason, _ peer: PeerAddress) {
        switch reason {
        case .evicted, .frameDeadline, .answersUnread:
            repeating("disconnected/\(reason)") { times in
                logger.warning(
                    "a client lost its connection: \(reason)",
                    metadata: ["client": "\(peer)", "times": "\(times)"]
                )
            }
        case .byClient, .framing, .meterLost, .listenerClosed, .forbidden, .serverStopped: break
        }
    }

    private static func sentence(about refusal: Refusal) -> String {
        switch refusal {
        case .notAllowed:
            "a client was refused, because its address is not in the list of allowed ones; --allow ADDRESS lets it in"
        case .addressLimit:
            """
            a client was refused, because its address has as many connections as one may have and none of them is idle; \
            --max-connections-per-address lets more in
            """
        case .connectionLimit:
            """
            a client was refused, because the limit of connections is reached and none of them is idle; \
            --max-connections lets more in
            """
        case .systemLimit: "a client was refused, because the system has no memory to watch its connection"
        }
    }

    private func repeating(_ key: String, _ tell: (Int) -> Void) {
        let now = ContinuousClock.now
        let times: Int? = repeated.withLock { repeated in
            if var known = repeated[key], now - known.since < GatewayLog.quiet {
                known.count += 1
                repeated[key] = known
                return nil
            }
            let before = repeated[key]?.count ?? 0
            repeated[key] = Repeated(since: now)
            return before + 1
        }
        if let times { tell(times) }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Threads

/// A Modbus TCP server that answers from snapshots.
///
/// Make it, which binds its listeners; publish a snapshot for each unit; then ``run()`` it. All functions may be called
/// from anywhere at any time.
package final class ModbusServer: Sendable {
    /// Where it listens, in the order of the listeners it was made with, with the ports that the system chose.
    package let addresses: [ListenAddress]

    private let limits: ConnectionLimits
    private let mailbox: SnapshotMailbox
    private let stopSignal: StopSignal
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let observer: @Sendable (ServerEvent) -> Void
    private let published = Mutex(ServerStatistics())
    /// The bound listeners, until ``run()`` takes them over.
    private let listeners: Mutex<[TCPSocket]?>

    /// Binds all listeners; clients may connect from now on, and wait until the server runs.
    ///
    /// - Parameters:
    ///   - clock: the time by which stages and deadlines are judged.
    ///   - observer: is told what happens to connections, on the server's thread: it must not block.
    /// - Throws: ``ServerError/cannotListen(_:errno:)`` for the first address that the system refuses; then none is
    ///   bound.
    package init(
        listeningOn listeners: [ListenAddress],
        limits: ConnectionLimits = ConnectionLimits(),
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        observer: @escaping @Sendable (ServerEvent) -> Void = { _ in }
    ) throws(ServerError) {
        var sockets: [TCPSocket] = []
        var addresses: [ListenAddress] = []
        for address in listeners {
            let socket = try ListeningSocket.open(address)
            sockets.append(socket)
            addresses.append(ListenAddress(host: address.host, port: socket.boundPort))
        }
        stopSignal = try StopSignal()
        mailbox = SnapshotMailbox(listenerCount: sockets.count)
        self.listeners = Mutex(sockets)
        self.addresses = addresses
        self.limits = limits
        self.clock = clock
        self.observer = observer
    }

    /// Answers for `unit` on the listener of this index from `snapshot` from now on. Indexes that don't exist are
    /// ignored.
    package func publish(_ snapshot: UnitSnapshot, unit: UInt8, on listener: Int) {
        mailbox.put(snapshot, unit: unit, listener: listener)
    }

    /// Forgets `unit`: requests for it get exception 11.
    package func withdraw(unit: UInt8, from listener: Int) {
        mailbox.put(nil, unit: unit, listener: listener)
    }

    /// What the server has done up to its last turn.
    package var statistics: ServerStatistics { published.withLock { $0 } }

    /// Serves until ``stop()`` or until the task is cancelled, on a thread of its own.
    ///
    /// When it returns, all connections and listeners are closed.
    ///
    /// - Throws: ``ServerError`` if it cannot start, or was started before.
    package func run() async throws(ServerError) {
        let result: Result<Void, ServerError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                do throws(SystemError) {
                    try DedicatedThread.start { [self] in
                        continuation.resume(returning: serve())
                    }
                } catch {
                    continuation.resume(returning: .failure(.systemCall("pthread_create", errno: error.number)))
                }
            }
        } onCancel: {
            stop()
        }
        try result.get()
    }

    /// Ends ``run()``, or keeps it from starting to serve.
    package func stop() { stopSignal.send() }

    /// Nobody else holds the listeners any more, so that they are closed when this returns.
    private func serve() -> Result<Void, ServerError> {
        guard let sockets = listeners.withLock({ $0.take() }) else { return .failure(.alreadyRun) }
        do throws(ServerError) {
            var loop = try ServerLoop(
                listeners: sockets,
                limits: limits,
                mailbox: mailbox,
                stopSignal: stopSignal,
                clock: clock,
                observer: observer
            )
            loop.run { statistics in published.withLock { $0 = statistics } }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}

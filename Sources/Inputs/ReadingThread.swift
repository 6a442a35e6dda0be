// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOPosix
import Threads

/// A thread for the blocking calls of one input, so that they never hold up the cooperative pool.
///
/// Polling is used instead of an event loop because regular files, terminals and pipes are all read alike, and because
/// standard input must not be made non-blocking: it shares that flag with the shell and with our own output.
struct ReadingThread: Sendable {
    /// How a read came out.
    enum Outcome: Sendable, Equatable {
        case bytes([UInt8], arrival: ContinuousClock.Instant)
        case end
        case failed(errorNumber: Int32)
        case cancelled
    }

    /// How reading came to an end.
    enum Ending: Equatable {
        case end
        case failed(errorNumber: Int32)
        case cancelled
    }

    /// Bytes of one read at most; a telegram with all its peaks is 1.7 kB (eMUCS P1).
    private static let chunkSize = 4096

    private let pool: NIOThreadPool
    private let wakeUp: Doorbell
    private let timekeeper: Timekeeper

    /// Runs the body with a thread of its own; the thread and what was left to it are gone when this returns.
    static func run<Result>(
        timekeeper: Timekeeper,
        _ body: (ReadingThread) async -> Result
    ) async throws(InputFault) -> Result {
        let wakeUp: Doorbell
        do throws(SystemError) {
            wakeUp = try Doorbell()
        } catch {
            throw .failed(source: "The input", operation: "pipe", reason: error.text)
        }
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let result = await body(ReadingThread(pool: pool, wakeUp: wakeUp, timekeeper: timekeeper))
        // Fails only for a pool that is shut down already.
        try? await pool.shutdownGracefully()
        return result
    }

    /// Does blocking work on the thread; nil when the task was cancelled before it began.
    func perform<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result? {
        try? await pool.runIfActive(work)
    }

    /// Closes the descriptor on the thread, before whatever is asked of the thread next, cancelled or not.
    func close(_ descriptor: Int32, after work: @escaping @Sendable (Int32) -> Void = { _ in }) {
        pool.submit { _ in
            work(descriptor)
            _ = Glibc.close(descriptor)
        }
    }

    /// Reads until the end, a failure or the task's cancellation; the next read waits for `deliver` to return.
    func read(
        _ descriptor: Int32,
        delivering deliver: ([UInt8], ContinuousClock.Instant) async -> Void
    ) async -> Ending {
        while true {
            switch await next(from: descriptor) {
            case .bytes(let bytes, let arrival): await deliver(bytes, arrival)
            case .end: return .end
            case .failed(let number): return .failed(errorNumber: number)
            case .cancelled: return .cancelled
            }
        }
    }

    private func next(from descriptor: Int32) async -> Outcome {
        await withTaskCancellationHandler {
            let outcome = await perform { [wakeUp, timekeeper] in
                Self.waitAndRead(descriptor, wakeUp: wakeUp, now: timekeeper.now)
            }
            return outcome ?? .cancelled
        } onCancel: {
            wakeUp.ring()
        }
    }

    private static func waitAndRead(
        _ descriptor: Int32,
        wakeUp: Doorbell,
        now: () -> ContinuousClock.Instant
    ) -> Outcome {
        while true {
            var waiting = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = unsafe poll(&waiting, nfds_t(waiting.count), -1)
            if ready < 0 {
                if errno == EINTR { continue }
                return .failed(errorNumber: errno)
            }
            if waiting[1].revents != 0 { return .cancelled }
            if waiting[0].revents & Int16(POLLNVAL) != 0 { return .failed(errorNumber: EBADF) }
            switch chunk(of: descriptor) {
            case .success(let bytes): return bytes.isEmpty ? .end : .bytes(bytes, arrival: now())
            case .failure(let error) where error.number == EAGAIN || error.number == EINTR: continue
            case .failure(let error): return .failed(errorNumber: error.number)
            }
        }
    }

    private struct ReadError: Error {
        let number: Int32
    }

    /// One read; empty at the end.
    private static func chunk(of descriptor: Int32) -> Result<[UInt8], ReadError> {
        unsafe withUnsafeTemporaryAllocation(byteCount: chunkSize, alignment: 1) { buffer in
            let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            guard count >= 0 else { return .failure(ReadError(number: errno)) }
            return unsafe .success(Array(buffer[..<count]))
        }
    }
}

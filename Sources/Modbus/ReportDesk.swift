// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Hands copies of a thread's accounts to those who ask for them. While nobody asks, it costs the thread one look per turn.
final class ReportDesk: Sendable {
    typealias Asker = CheckedContinuation<ServerAccounts?, Never>

    private struct State {
        /// Whether a thread is there to answer.
        var isOpen = false
        var askers: [Int: Asker] = [:]
        var nextNumber = 0
        /// What was handed out last.
        var last: ServerAccounts?
    }

    /// A thread that doesn't answer for so long hangs; who asks must not hang with it.
    private static let patience = Duration.seconds(1)

    private let state = Mutex(State())
    private let isAsked = Atomic<Bool>(false)
    private let ring: @Sendable () -> Void

    /// - Parameter ring: wakes the thread.
    init(ring: @escaping @Sendable () -> Void) { self.ring = ring }

    /// The accounts as they are in the thread's next turn. While it doesn't run, or if it hangs, as they were when it was last
    /// asked; nil if it never was.
    func accounts() async -> ServerAccounts? {
        await withCheckedContinuation { asker in
            let number: Int? = state.withLock { state in
                guard state.isOpen else { return nil }
                state.nextNumber += 1
                state.askers[state.nextNumber] = asker
                return state.nextNumber
            }
            guard let number else { return asker.resume(returning: state.withLock { $0.last }) }
            isAsked.store(true, ordering: .releasing)
            ring()
            Task {
                try? await Task.sleep(for: Self.patience)
                giveUp(number)
            }
        }
    }

    /// The thread begins.
    func open() { state.withLock { $0.isOpen = true } }

    /// Whether somebody waits.
    @inline(__always)
    var isAwaited: Bool { isAsked.load(ordering: .relaxed) }

    /// The thread's turn: hands `accounts` to those who wait for them.
    func hand(_ accounts: ServerAccounts) {
        isAsked.store(false, ordering: .sequentiallyConsistent)
        tell(accounts, isLast: false)
    }

    /// The thread ends: these are its last.
    func close(_ accounts: ServerAccounts) { tell(accounts, isLast: true) }

    private func tell(_ accounts: ServerAccounts, isLast: Bool) {
        let askers = state.withLock { state in
            state.last = accounts
            if isLast { state.isOpen = false }
            defer { state.askers.removeAll() }
            return state.askers
        }
        for asker in askers.values { asker.resume(returning: accounts) }
    }

    private func giveUp(_ number: Int) {
        let (asker, last) = state.withLock { ($0.askers.removeValue(forKey: number), $0.last) }
        asker?.resume(returning: last)
    }
}

// SPDX-License-Identifier: Apache-2.0

import CEpoll
import Glibc

/// A level-triggered epoll set whose descriptors carry tokens.
@safe
struct Epoll: ~Copyable {
    private let descriptor: Int32
    /// Reused for each wait; its size bounds how much is done before other things get their turn.
    private var events = unsafe [epoll_event](repeating: epoll_event(), count: 256)

    /// - Throws: ``ServerError/systemCall(_:errno:)``.
    init() throws(ServerError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        if descriptor < 0 { throw .systemCall("epoll_create1", errno: errno) }
    }

    deinit { _ = close(descriptor) }

    /// Reports `watched` with `token` as long as it is readable, until it is closed.
    ///
    /// - Throws: ``ServerError/systemCall(_:errno:)`` if the system has no memory for it.
    func watch(_ watched: Int32, token: Token) throws(ServerError) {
        if !control(EPOLL_CTL_ADD, watched, token, events: EPOLLIN.rawValue) {
            throw .systemCall("epoll_ctl", errno: errno)
        }
    }

    /// Stops or resumes reporting a watched descriptor.
    func setWatching(_ isWatching: Bool, _ watched: Int32, token: Token) {
        _ = control(EPOLL_CTL_MOD, watched, token, events: isWatching ? EPOLLIN.rawValue : 0)
    }

    /// Waits until something is readable or `timeout` is over. Returns how many tokens ``token(at:)`` has to offer.
    mutating func wait(timeout: Duration) -> Int {
        let milliseconds = timeout.components.seconds * 1000 + timeout.components.attoseconds / 1_000_000_000_000_000
        let count = unsafe events.withUnsafeMutableBufferPointer { events in
            unsafe epoll_wait(
                descriptor,
                events.baseAddress,
                Int32(events.count),
                Int32(clamping: max(milliseconds, 1))
            )
        }
        return max(0, Int(count))
    }

    /// What the last ``wait(timeout:)`` reported at `index`.
    func token(at index: Int) -> Token { Token(rawValue: unsafe events[index].data.u64) }

    private func control(_ operation: Int32, _ watched: Int32, _ token: Token, events: UInt32) -> Bool {
        var event = unsafe epoll_event(events: events, data: epoll_data(u64: token.rawValue))
        return unsafe epoll_ctl(descriptor, operation, watched, &event) == 0
    }
}

/// Says what a readable descriptor is.
enum Token: Equatable {
    case stop
    /// The index of a listener.
    case listener(Int)
    /// The descriptor of a connection.
    case connection(Int32)

    init(rawValue: UInt64) {
        let number = UInt32(truncatingIfNeeded: rawValue)
        switch rawValue >> 32 {
        case 0: self = .connection(Int32(bitPattern: number))
        case 1: self = .listener(Int(number))
        default: self = .stop
        }
    }

    var rawValue: UInt64 {
        switch self {
        case .connection(let descriptor): UInt64(UInt32(bitPattern: descriptor))
        case .listener(let index): 1 << 32 | UInt64(UInt32(truncatingIfNeeded: index))
        case .stop: 2 << 32
        }
    }
}

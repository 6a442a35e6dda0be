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

    /// What a descriptor that is watched already is reported for.
    enum Interest {
        /// It is readable: something came, or its end.
        case requests
        /// The other side won't send any more; what it has sent is left where it is.
        case hangUp
        case nothing
    }

    /// Changes what a descriptor is reported for, and watches it from then on if it wasn't watched.
    ///
    /// - Returns: false if the system has no memory for that.
    @discardableResult
    func watch(for interest: Interest, _ watched: Int32, token: Token) -> Bool {
        let events =
            switch interest {
            case .requests: EPOLLIN.rawValue
            case .hangUp: EPOLLRDHUP.rawValue
            case .nothing: UInt32(0)
            }
        if control(EPOLL_CTL_MOD, watched, token, events: events) { return true }
        return errno == ENOENT && control(EPOLL_CTL_ADD, watched, token, events: events)
    }

    /// Waits until something is to be reported or `timeout`, to the next whole millisecond, is over. Returns how many
    /// tokens ``token(at:)`` has to offer.
    mutating func wait(timeout: Duration) -> Int {
        let (seconds, attoseconds) = timeout.components
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        let count = unsafe events.withUnsafeMutableBufferPointer { events in
            unsafe epoll_wait(
                descriptor,
                events.baseAddress,
                Int32(events.count),
                Int32(clamping: max(milliseconds, 0))
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
    /// Somebody outside wants the thread's attention.
    case news
    /// The slot of a listener.
    case listener(Int)
    /// The descriptor of a connection.
    case connection(Int32)

    init(rawValue: UInt64) {
        let number = UInt32(truncatingIfNeeded: rawValue)
        switch rawValue >> 32 {
        case 0: self = .connection(Int32(bitPattern: number))
        case 1: self = .listener(Int(number))
        case 2: self = .stop
        default: self = .news
        }
    }

    var rawValue: UInt64 {
        switch self {
        case .connection(let descriptor): UInt64(UInt32(bitPattern: descriptor))
        case .listener(let slot): 1 << 32 | UInt64(UInt32(truncatingIfNeeded: slot))
        case .stop: 2 << 32
        case .news: 3 << 32
        }
    }
}

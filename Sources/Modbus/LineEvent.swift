// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a serial line's thread wakes up for.
enum LineEvent: Equatable {
    case readable
    /// The device is gone.
    case hungUp
    /// Somebody outside wants the thread's attention.
    case news
    case stopped
    /// The time is over.
    case nothing

    /// Waits for one of them, to the next whole millisecond.
    static func wait(for port: Int32, _ news: Int32, or stop: Int32, atMost time: Duration) -> LineEvent {
        let nanoseconds = max(time, .zero) / .nanoseconds(1)
        let milliseconds = Int32(clamping: Int((nanoseconds / 1_000_000).rounded(.up)))
        var descriptors: [3 of pollfd] = [
            pollfd(fd: stop, events: Int16(POLLIN), revents: 0), pollfd(fd: port, events: Int16(POLLIN), revents: 0),
            pollfd(fd: news, events: Int16(POLLIN), revents: 0),
        ]
        var span = descriptors.mutableSpan
        let count = unsafe span.withUnsafeMutableBufferPointer { descriptors in
            unsafe poll(descriptors.baseAddress, nfds_t(descriptors.count), milliseconds)
        }
        guard count > 0 else { return .nothing }
        if descriptors[0].revents != 0 { return .stopped }
        // What came before the end may still be read, but nobody is there any more to take an answer.
        if descriptors[1].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { return .hungUp }
        if descriptors[1].revents & Int16(POLLIN) != 0 { return .readable }
        return descriptors[2].revents != 0 ? .news : .nothing
    }
}

// SPDX-License-Identifier: Apache-2.0

import Inputs

/// The events of an input that runs in a task of its own.
struct RunningInput: ~Copyable {
    private var iterator: AsyncStream<InputEvent>.Iterator
    let task: Task<Void, Never>

    init(_ input: some Input) {
        let (events, continuation) = AsyncStream.makeStream(of: InputEvent.self)
        iterator = events.makeAsyncIterator()
        task = Task {
            await input.run { continuation.yield($0) }
            continuation.finish()
        }
    }

    /// The next event; nil when the input has returned.
    mutating func next() async -> InputEvent? {
        await iterator.next(isolation: #isolation)
    }

    /// The next bytes, at least so many, however they are cut; stops short at any other event.
    mutating func bytes(_ count: Int) async -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count, case .bytes(let bytes, _) = await next() { all += bytes }
        return all
    }

    /// Cancels the input, waits until it has returned and gives the events that were left.
    consuming func cancel() async -> [InputEvent] {
        task.cancel()
        await task.value
        var rest: [InputEvent] = []
        while let event = await iterator.next(isolation: #isolation) { rest.append(event) }
        return rest
    }
}

extension InputEvent {
    /// The bytes of the event, as text.
    var text: String? {
        guard case .bytes(let bytes, _) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

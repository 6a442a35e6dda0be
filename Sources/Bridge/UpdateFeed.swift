// SPDX-License-Identifier: Apache-2.0

import Outputs

/// Hands what is new about the meters to every output. An output that falls behind loses the oldest, and delays nobody.
final class UpdateFeed: Sendable {
    /// Updates that wait for one output: a minute of a meter that speaks every second.
    private static let capacity = 64

    private let outputs: [(output: any Output, updates: AsyncStream<MeterUpdate>)]
    private let continuations: [AsyncStream<MeterUpdate>.Continuation]

    init(_ outputs: [any Output]) {
        let streams = outputs.map { _ in
            AsyncStream.makeStream(of: MeterUpdate.self, bufferingPolicy: .bufferingNewest(UpdateFeed.capacity))
        }
        self.outputs = zip(outputs, streams).map { ($0, $1.stream) }
        continuations = streams.map(\.continuation)
    }

    func tell(_ update: MeterUpdate) {
        for continuation in continuations { continuation.yield(update) }
    }

    /// Runs all outputs until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for (output, updates) in outputs { group.addTask { await output.run(updates) } }
        }
    }
}

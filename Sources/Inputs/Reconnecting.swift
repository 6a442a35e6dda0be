// SPDX-License-Identifier: Apache-2.0

/// What one attempt at a link has to tell.
enum LinkEvent {
    /// The link is open, and its name for people.
    case opened(String)
    /// Bytes have come.
    case bytes([UInt8], arrival: ContinuousClock.Instant)
}

/// A source that can be opened again and again.
protocol Link {
    /// Opens the source, tells what it brings, and returns why that ended; nil when the task was cancelled.
    func attempt(telling tell: (LinkEvent) async -> Void) async -> InputFault?
}

/// Keeps a link open for ever: attempt after attempt, with a wait between them and only news delivered.
struct Reconnecting {
    let timekeeper: Timekeeper
    let backOff: BackOff
    let proof: LinkReport.Proof

    /// Makes attempts until the task is cancelled.
    func run(_ link: some Link, delivering deliver: (InputEvent) async -> Void) async {
        var backOff = backOff
        var report = LinkReport(provenBy: proof)
        while !Task.isCancelled {
            let fault = await link.attempt { event in
                let news =
                    switch event {
                    case .opened(let name): report.opened(name)
                    case .bytes: report.received()
                    }
                if news.proven { backOff.reset() }
                if let change = news.event { await deliver(change) }
                if case .bytes(let bytes, let arrival) = event { await deliver(.bytes(bytes, arrival: arrival)) }
            }
            guard let fault, !Task.isCancelled else { return }
            if let event = report.failed(fault) { await deliver(event) }
            do throws(CancellationError) {
                try await timekeeper.sleep(timekeeper.now() + backOff.next(chance: timekeeper.chance()))
            } catch {
                return
            }
        }
    }
}

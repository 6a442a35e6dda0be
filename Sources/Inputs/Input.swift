// SPDX-License-Identifier: Apache-2.0

/// A place that bytes of telegrams come from: a serial port, a network gateway, a recording, a simulator.
///
/// One task runs an input. The task's closure gets every event in order and the input waits until it has returned, so
/// a slow receiver slows the source down instead of filling memory. The closure runs where the caller runs: it may
/// change local state without a lock.
///
/// ```swift
/// await input.run { event in
///     switch event {
///     case .bytes(let bytes, let arrival): framer.append(bytes, arrival: arrival)
///     …
///     }
/// }
/// ```
package protocol Input: Sendable {
    /// Delivers events until the task is cancelled or the input has delivered ``InputEvent/ended``.
    ///
    /// A live input (serial, TCP) goes on for ever: it opens its source again after every failure. Cancellation makes
    /// this return promptly; it is not reported as an event.
    func run(delivering deliver: (InputEvent) async -> Void) async
}

// SPDX-License-Identifier: Apache-2.0

import Threads

/// Standard input: a pipe, a redirected file or a terminal; it ends where they end.
package struct StandardInput: Input {
    private let descriptor: Int32
    private let timekeeper: Timekeeper

    /// Creates an input that reads the descriptor, which stays open and keeps its flags.
    package init(descriptor: Int32 = 0, timekeeper: Timekeeper) {
        self.descriptor = descriptor
        self.timekeeper = timekeeper
    }

    package func run(delivering deliver: (InputEvent) async -> Void) async {
        await deliver(.connected("standard input"))
        do throws(InputFault) {
            let ending = try await ReadingThread.run(timekeeper: timekeeper) { thread in
                await thread.read(descriptor) { await deliver(.bytes($0, arrival: $1)) }
            }
            switch ending {
            case .cancelled: return
            case .end: break
            case .failed(let number):
                throw .failed(source: "Standard input", operation: "read", reason: SystemError(number: number).text)
            }
        } catch {
            await deliver(.disconnected(error))
        }
        await deliver(.ended)
    }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc
import Threads

/// A serial port, opened again whenever it comes back.
package struct SerialInput: Input {
    private let path: String
    private let settings: SerialSettings
    private let request: InputAddress.RequestLine
    private let timekeeper: Timekeeper

    /// Creates an input; the port is opened when it runs.
    package init(
        path: String,
        settings: SerialSettings,
        request: InputAddress.RequestLine,
        timekeeper: Timekeeper
    ) {
        self.path = path
        self.settings = settings
        self.request = request
        self.timekeeper = timekeeper
    }

    package func run(delivering deliver: (InputEvent) async -> Void) async {
        let reconnecting = Reconnecting(
            timekeeper: timekeeper,
            backOff: BackOff(first: .seconds(1), longest: .seconds(5)),
            proof: .opening
        )
        await reconnecting.run(self, delivering: deliver)
    }
}

extension SerialInput: Link {
    func attempt(telling tell: (LinkEvent) async -> Void) async -> InputFault? {
        do throws(InputFault) {
            return try await ReadingThread.run(timekeeper: timekeeper) { thread in
                await attempt(on: thread, tell)
            }
        } catch {
            return error
        }
    }

    private func attempt(on thread: ReadingThread, _ tell: (LinkEvent) async -> Void) async -> InputFault? {
        let opening = await thread.perform { [path, settings, request] in
            Result { () throws(InputFault) in try SerialPort.open(path, settings: settings, request: request) }
        }
        switch opening {
        case nil: return nil
        case .failure(let fault): return fault
        case .success(let descriptor):
            defer { thread.close(descriptor, after: SerialPort.release) }
            await tell(.opened("\(path) \(settings)"))
            switch await thread.read(descriptor, delivering: { await tell(.bytes($0, arrival: $1)) }) {
            case .cancelled: return nil
            case .end: return .unplugged(path: path)
            case .failed(EIO), .failed(ENXIO), .failed(ENODEV): return .unplugged(path: path)
            case .failed(let number):
                return .failed(source: path, operation: "read", reason: SystemError(number: number).text)
            }
        }
    }
}

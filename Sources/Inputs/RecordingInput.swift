// SPDX-License-Identifier: Apache-2.0

import Glibc
import Threads

/// A recording in a file: played once as fast as it is taken, or repeated for ever, one telegram each period.
package struct RecordingInput: Input {
    /// What is kept of a recording that is repeated, at most; a day of DSMR 5 telegrams is about as large.
    private static let largestRepeated = 128 << 20

    private let path: String
    private let every: Duration?
    private let timekeeper: Timekeeper

    /// Creates an input; the file is opened when it runs.
    ///
    /// - Parameter every: the time from one telegram to the next, more than zero; nil plays the recording once.
    package init(path: String, every: Duration?, timekeeper: Timekeeper) {
        self.path = path
        self.every = every
        self.timekeeper = timekeeper
    }

    package func run(delivering deliver: (InputEvent) async -> Void) async {
        do throws(InputFault) {
            if let every {
                guard let recording = try await load() else { return }
                await deliver(.connected("recording \(path)"))
                await repeatForEver(RecordingCutter.pieces(of: recording), every: every, deliver)
                return
            }
            let finished = try await readOnce(delivering: deliver)
            guard finished else { return }
        } catch {
            await deliver(.disconnected(error))
        }
        await deliver(.ended)
    }

    /// Delivers the file; false when cancelled.
    private func readOnce(delivering deliver: (InputEvent) async -> Void) async throws(InputFault) -> Bool {
        try await withFile { thread, descriptor in
            await deliver(.connected("recording \(path)"))
            return await thread.read(descriptor) { await deliver(.bytes($0, arrival: $1)) }
        }
    }

    /// The whole file; nil when cancelled.
    private func load() async throws(InputFault) -> [UInt8]? {
        var recording: [UInt8] = []
        var isTooLarge = false
        let finished = try await withFile { thread, descriptor in
            await thread.read(descriptor) { bytes, _ in
                isTooLarge = isTooLarge || recording.count + bytes.count > Self.largestRepeated
                if !isTooLarge { recording += bytes }
            }
        }
        guard finished else { return nil }
        guard !isTooLarge else { throw .recordingTooLarge(path: path, limit: Self.largestRepeated) }
        guard !recording.isEmpty else { throw .emptyRecording(path: path) }
        return recording
    }

    /// Opens the file, lets `read` read it and closes it; false when cancelled.
    private func withFile(
        _ read: (ReadingThread, Int32) async -> ReadingThread.Ending
    ) async throws(InputFault) -> Bool {
        let result = try await ReadingThread.run(timekeeper: timekeeper) { thread -> Result<Bool, InputFault> in
            // Non-blocking: opening a named pipe that nobody writes to would wait beyond any cancellation.
            let opening = await thread.perform { [path] in
                let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
                return (descriptor, descriptor < 0 ? errno : 0)
            }
            guard let (descriptor, openError) = opening else { return .success(false) }
            guard descriptor >= 0 else { return .failure(fault("open", openError)) }
            defer { thread.close(descriptor) }
            switch await read(thread, descriptor) {
            case .end: return .success(true)
            case .cancelled: return .success(false)
            case .failed(let number): return .failure(fault("read", number))
            }
        }
        return try result.get()
    }

    private func fault(_ operation: String, _ number: Int32) -> InputFault {
        number == ENOENT
            ? .recordingMissing(path: path)
            : .failed(source: path, operation: operation, reason: SystemError(number: number).text)
    }

    private func repeatForEver(
        _ pieces: [ArraySlice<UInt8>],
        every period: Duration,
        _ deliver: (InputEvent) async -> Void
    ) async {
        var pace = Pace(start: timekeeper.now(), period: period)
        while true {
            for piece in pieces {
                do throws(CancellationError) {
                    try await timekeeper.sleep(pace.next(now: timekeeper.now()).time)
                } catch {
                    return
                }
                await deliver(.bytes(Array(piece), arrival: timekeeper.now()))
            }
        }
    }
}

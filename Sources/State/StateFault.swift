// SPDX-License-Identifier: Apache-2.0

/// Why state can't be kept on disk.
package enum StateFault: Error, Sendable, Equatable {
    /// The system refused an operation on a file or folder, for this reason.
    case failed(path: String, operation: String, reason: String)
    /// Another process keeps this meter's state in the same folder.
    case taken(path: String)
    /// Far larger than any state file.
    case tooLarge(path: String)
    /// So many damaged files were set aside that no name is left for another.
    case tooManyDamaged(path: String)
    /// There is no folder: neither an option nor the environment names one.
    case noFolder
}

extension StateFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .failed(let path, let operation, let reason):
            "\(path): \(operation) failed: \(reason); name a folder that this user may write: --state FOLDER"
        case .taken(let path):
            "another meterbridge keeps its state in \(path); stop that one, or give this one a folder of its own: --state FOLDER"
        case .tooLarge(let path): "\(path) is too large for a state file; move it away"
        case .tooManyDamaged(let path): "too many damaged files stand beside \(path); remove those that nobody needs"
        case .noFolder: "neither HOME nor STATE_DIRECTORY is set; name a folder: --state FOLDER"
        }
    }
}

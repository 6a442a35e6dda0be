// SPDX-License-Identifier: Apache-2.0

/// Cuts a recording into telegrams, for playing them one by one.
enum RecordingCutter {
    /// First byte of an encrypted frame (P1 of Luxembourg and Austria): binary, so no byte in it marks a line.
    private static let encryptedFrame: UInt8 = 0xDB

    /// The pieces, each up to and including a line that begins with `!`.
    ///
    /// What follows the last such line goes with the last piece. A recording without one, or one that begins with an
    /// encrypted frame, is a single piece; an empty one has none. Joined, the pieces are the recording.
    static func pieces(of recording: [UInt8]) -> [ArraySlice<UInt8>] {
        guard let first = recording.first else { return [] }
        guard first != encryptedFrame else { return [recording[...]] }

        var ends: [Int] = []
        var lineStart = 0
        for (index, byte) in recording.enumerated() where byte == UInt8(ascii: "\n") {
            if recording[lineStart] == UInt8(ascii: "!") { ends.append(index + 1) }
            lineStart = index + 1
        }
        if ends.isEmpty {
            ends = [recording.count]
        } else {
            ends[ends.count - 1] = recording.count
        }
        return zip([0] + ends.dropLast(), ends).map { recording[$0..<$1] }
    }
}

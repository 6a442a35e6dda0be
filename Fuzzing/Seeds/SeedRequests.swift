// SPDX-License-Identifier: Apache-2.0

/// Modbus TCP streams that fuzzing begins with, behind the two bytes that say how they are cut.
enum SeedRequests {
    static func all() -> [[UInt8]] {
        let requests: [[UInt8]] = [
            [1, 0, 100, 0x07, 0xD0], [2, 0, 0, 0, 1], [3, 0, 0, 0, 125], [3, 0, 11, 0, 1], [3, 0xFF, 0xFF, 0, 1],
            [4, 0, 0, 0, 126], [6, 0, 7, 0, 1], [16, 0, 7, 0, 2, 4, 0, 1, 0, 3], [17], [43, 14, 1, 0], [43, 14, 4, 2],
            [5, 0, 0, 0xFF, 0], [0x83, 1],
        ]
        let frames = requests.map { [0, 1, 0, 0, 0, UInt8($0.count + 1), 1] + $0 }
        let bad: [[UInt8]] = [[0, 1, 0, 1, 0, 6, 1, 3], [0, 1, 0, 0, 1, 0, 1, 3]]
        let singles = frames.map { [255, 0] + $0 }
        return singles + bad.map { [0, 0] + frames[2] + $0 } + [[3, 1] + frames.joined(), [0, 2] + frames.joined()]
    }
}

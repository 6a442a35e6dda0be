// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant to write.
package enum Spelling {
    private static let longestName = 200

    /// The known name that is nearest to `name`, if any is near: at most a third of its letters wrong, missing or too many.
    package static func nearest(to name: String, in known: some Sequence<String>) -> String? {
        // No known name is near this long; counting its characters alone would take time.
        guard name.utf8.count <= longestName else { return nil }
        let wanted = Array(name.lowercased())
        let limit = wanted.count / 3
        var best: (name: String, distance: Int)?
        for candidate in known {
            guard abs(candidate.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, Array(candidate.lowercased()), limit: limit)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// `did you mean 'voltage.l1'?`, or `nil` when nothing is near.
    package static func suggestion(for name: String, in known: some Sequence<String>) -> String? {
        nearest(to: name, in: known).map { "did you mean '\($0)'?" }
    }

    /// How many letters have to be changed, put in, taken out or swapped with their neighbour; above `limit` anything.
    private static func distance(_ a: [Character], _ b: [Character], limit: Int) -> Int {
        guard abs(a.count - b.count) <= limit else { return limit + 1 }
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var current = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                current[j] = min(replaced, last[j] + 1, current[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    current[j] = min(current[j], beforeLast[j - 2] + 1)
                }
            }
            (beforeLast, last) = (last, current)
        }
        return last[b.count]
    }
}

// SPDX-License-Identifier: Apache-2.0

import Notation

/// What the owner of a running gateway asks of it: one line of text on its socket, `text drill 60s house`.
package struct ControlRequest: Sendable, Equatable {
    package enum Order: Sendable, Equatable {
        /// Lets a meter or a consumer be stale for so long.
        case drill(name: String, time: Duration)
    }

    /// For whom the answers are.
    package enum Format: String, Sendable {
        case text
        case json
    }

    package let order: Order
    package let format: Format

    static let form = "text|json drill TIME NAME"
    /// Longer lines are nobody's.
    static let longestLine = 1024

    package init(_ order: Order, _ format: Format) {
        self.order = order
        self.format = format
    }

    /// - Throws: `ControlFault.badRequest`.
    init(line: String) throws(ControlFault) {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4, let format = Format(rawValue: words[0]), words[1] == "drill",
            let time = Duration(notation: words[2]), time > .zero
        else { throw .badRequest(line) }
        self.init(.drill(name: words[3], time: time), format)
    }

    /// The line without its end.
    var line: String {
        switch order {
        case .drill(let name, let time): "\(format) drill \(time.notation) \(name)"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// Which objects of a telegram belong to which M-Bus channel, gathered while its lines are gone through.
struct SubmeterChannels {
    /// Places of a channel's objects in the telegram; of one that occurs twice, the last.
    struct Channel: Sendable {
        let number: UInt8
        /// `0-n:24.1.0`, the device type.
        var type: Int?
        /// `0-n:24.2.1`, the value; or the first of an Icelandic heat meter's values.
        var value: Int?
        /// `0-n:24.2.3`, Belgian gas before temperature correction; or the supply temperature in Iceland.
        var uncorrectedValue: Int?
        /// `0-n:24.3.0`, the value of DSMR 2 and 3 in two lines.
        var valueInTwoLines: Int?
        /// `0-n:24.2.2` and `0-n:24.2.4` in Iceland: flow and return temperature.
        var flow: Int?
        var returning: Int?
        /// `0-n:24.4.0`.
        var valve: Int?
        /// `0-n:96.1.0`, or `0-n:96.1.1` in Belgium.
        var identifier: Int?
        var identifierInBelgium: Int?
    }

    private(set) var channels: [Channel] = []

    mutating func take(_ code: ObisCode, _ place: Int) {
        switch (code.c, code.d, code.e) {
        case (24, 1, 0): self[code.channel].type = place
        case (24, 2, 1): self[code.channel].value = place
        case (24, 2, 2): self[code.channel].flow = place
        case (24, 2, 3): self[code.channel].uncorrectedValue = place
        case (24, 2, 4): self[code.channel].returning = place
        case (24, 3, 0): self[code.channel].valueInTwoLines = place
        case (24, 4, 0): self[code.channel].valve = place
        case (96, 1, 0): self[code.channel].identifier = place
        case (96, 1, 1): self[code.channel].identifierInBelgium = place
        default: break
        }
    }

    /// Whether a code of a channel is understood, the ones that say no quantity included: the connection's number and the
    /// breaker.
    static func knows(_ code: ObisCode) -> Bool {
        switch (code.c, code.d, code.e) {
        case (24, 1, 0), (24, 2, 1...4), (24, 3, 0), (24, 4, 0), (96, 1, 0...2), (96, 3, 10): true
        default: false
        }
    }

    private subscript(_ number: UInt8) -> Channel {
        get { channels.first { $0.number == number } ?? Channel(number: number) }
        set {
            if let place = channels.firstIndex(where: { $0.number == number }) {
                channels[place] = newValue
            } else {
                channels.append(newValue)
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Decryption
package import Inputs
package import Telegrams

/// One meter: where its telegrams come from and how they are judged.
package struct MeterConfiguration: Sendable {
    /// What it is called in logs and by consumers.
    package var name: String
    package var input: InputAddress
    package var checksumPolicy = ChecksumPolicy.ifPresent
    /// The age up to which values may be told; `nil` takes three observed periods.
    package var staleAfter: Duration?
    /// For how long a live input may repeat one telegram byte for byte, the meter's clock included, before it counts as
    /// stopped; `nil` takes three observed periods.
    package var frozenAfter: Duration?
    /// Decrypts the frames of meters that encrypt; `nil` where no key is known.
    package var decryptor: FrameDecryptor?
    /// Where the decryptor's keys are kept; `nil` where there are none, or where they were typed on the command line.
    package var keys: MeterKeys?
    /// Where the meter stands, for its clock; `nil` decides by the meter.
    package var country: Country?

    package init(name: String, input: InputAddress) {
        self.name = name
        self.input = input
    }

    /// Seconds that the country's winter time is ahead of UTC; `nil` decides by the meter.
    package var standardOffset: Int64? { country?.standardOffset }

    /// Whether another configuration reads the same meter in the same way. Keys are compared by where they are kept.
    package func isSame(as other: MeterConfiguration) -> Bool {
        name == other.name && input == other.input && checksumPolicy == other.checksumPolicy
            && staleAfter == other.staleAfter && frozenAfter == other.frozenAfter && keys == other.keys
            && country == other.country
    }

    /// Recordings leap in time, so plausibility has nothing to hold them against.
    package var isRecording: Bool {
        switch input {
        case .recording, .standardInput: true
        case .serial, .tcp, .simulator: false
        }
    }

    /// What a recording or a made-up house has counted is of no use to the next run.
    package var keepsState: Bool {
        switch input {
        case .recording, .simulator: false
        case .standardInput, .serial, .tcp: true
        }
    }

    /// A recording is shown as it is: when it begins again its counters begin again, too.
    package var countsEnergy: Bool {
        if case .recording = input { false } else { true }
    }

    package var isSimulated: Bool {
        if case .simulator = input { true } else { false }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Decryption
package import Inputs
package import Modbus
package import Registers
package import Telegrams

/// What a gateway is to do: which meters it reads, and as what it serves them where.
package struct GatewayConfiguration: Sendable {
    package var meters: [MeterConfiguration] = []
    package var listeners: [Listener] = []
    package var consumers: [ConsumerConfiguration] = []
    package var limits = ConnectionLimits()
    /// The folder where counters are kept from one run to the next; `nil` keeps them in memory.
    package var stateFolder: String?

    package init() {}
}

/// One meter: where its telegrams come from and how they are judged.
package struct MeterConfiguration: Sendable {
    /// What it is called in logs and by consumers.
    package var name: String
    package var input: InputAddress
    package var checksumPolicy = ChecksumPolicy.ifPresent
    /// The age up to which values may be told; `nil` takes three observed periods.
    package var staleAfter: Duration?
    /// Decrypts the frames of meters that encrypt; `nil` where no key is known.
    package var decryptor: FrameDecryptor?
    /// Seconds that the country's winter time is ahead of UTC; `nil` decides by the meter.
    package var standardOffset: Int64?

    package init(name: String, input: InputAddress) {
        self.name = name
        self.input = input
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
    var countsEnergy: Bool {
        if case .recording = input { false } else { true }
    }

    var isSimulated: Bool {
        if case .simulator = input { true } else { false }
    }
}

/// One consumer: a meter seen through a map, under one unit identifier on every listener.
package struct ConsumerConfiguration: Sendable {
    package var meter: String
    package var map: RegisterMap
    package var unit: UInt8
    /// When its reads of live registers are answered.
    package var pacing: Pacing

    package init(meter: String, map: RegisterMap, unit: UInt8, pacing: Pacing = .immediate) {
        self.meter = meter
        self.map = map
        self.unit = unit
        self.pacing = pacing
    }
}

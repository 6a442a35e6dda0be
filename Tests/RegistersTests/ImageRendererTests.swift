// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers
import Telegrams
import Testing

@Suite struct ImageRendererTests {
    private static let lines = """
        missing zero
        table holding
        0 u16 0x5031
        1 u32 status.age missing 5
        3 bits(status.fresh, status.stale, status.lost, status.waiting)
        4 i32 power vital
        6 f32 frequency
        8 u16 meter.phases
        9 text[12] meter.serial
        15 text[6] if status.fresh == 1 then "fresh" else "old"
        18 text[4] 0-0:96.1.1
        20 u32/low-first status.uptime
        """

    private func status(_ state: StatusValues.State, age: Int64? = nil, uptime: Int64 = 0) -> StatusValues {
        var status = StatusValues()
        status.state = state
        status.age = age
        status.uptime = uptime
        return status
    }

    @Test("Before the first telegram everything that the meter would say is missing")
    func waiting() throws {
        let map = try RenderedMap(Self.lines)
        let image = map.renderer.image(of: nil, identity: nil, status: status(.waiting))
        #expect(map.words(0, 9, of: image) == [0x5031, 0, 5, 0b1000, 0, 0, 0, 0, 0])
        #expect(map.words(9, 6, of: image)?.text == "")
    }

    @Test("An unavailable image has each live type's own sign, whatever the map says, and the rest as it is")
    func unavailable() throws {
        let map = try RenderedMap(Self.lines)
        let identity = Fixture.identity(try Fixture.reading())
        let image = map.renderer.unavailableImage(identity: identity, status: status(.stale, age: 70_000))
        #expect(map.words(0, 9, of: image) == [0x5031, 1, 4464, 0b10, 0x8000, 0, 0x7FC0, 0, 3])
        #expect(map.words(9, 6, of: image)?.text == identity.serial)
        #expect(map.words(15, 3, of: image)?.text == "old")
        #expect(map.words(18, 2, of: image) == [0, 0])
    }

    @Test("Substitutes stand where the map names them, estimates all; what takes more than they say is not available")
    func substitutes() throws {
        let map = try RenderedMap(
            """
            set model = 1648
            table holding
            0 u16 model
            1 i32 power in 0.1 W
            3 f32 current.l1
            5 u16 voltage.l1 ?? 230 in 0.1 V
            6 i32 power + power.l1 in W
            8 u16 quality(power)
            9 u16 quality(voltage.l1)
            10 text[14] meter.serial
            17 u16 power ?? 7 W
            18 u16 status.state
            table coils
            0 bit power
            1 bit voltage.l1
            """
        )
        let identity = Fixture.identity(try Fixture.reading())
        let image = map.renderer.substituteImage(
            [.power: Decimal(250), .currentL1: Decimal(25)],
            identity: identity,
            status: status(.stale)
        )

        #expect(map.words(0, 10, of: image) == [1648, 0, 2500, 0x41C8, 0, 0xFFFF, 0x8000, 0, 3, 0xFFFF])
        #expect(map.words(10, 7, of: image)?.text == identity.serial)
        #expect(map.words(17, 2, of: image) == [250, 2])
        #expect(map.words(0, 2, .coils, of: image) == [1, 0])
    }

    @Test("In an image of zeros every live register is 0, and the rest is as it is")
    func zeros() throws {
        let map = try RenderedMap(Self.lines)
        let identity = Fixture.identity(try Fixture.reading())
        let image = map.renderer.zeroImage(identity: identity, status: status(.stale, age: 70_000))

        #expect(map.words(0, 9, of: image) == [0x5031, 1, 4464, 0b10, 0, 0, 0, 0, 3])
        #expect(map.words(9, 6, of: image)?.text == identity.serial)
        #expect(map.words(15, 3, of: image)?.text == "old")
        #expect(map.words(18, 2, of: image) == [0, 0])
    }

    @Test("An image of one reading changes nothing in the next")
    func independent() throws {
        let map = try RenderedMap("0 text[20] meter.id\n10 i32 power missing 7")
        let reading = try Fixture.reading()
        let full = map.renderer.image(of: reading, identity: Fixture.identity(reading), status: StatusValues())
        let empty = map.renderer.image(of: nil, identity: nil, status: StatusValues())
        #expect(full.words == map.all)
        #expect(empty.words == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7])
    }

    @Test("Refreshed status registers equal those of a new image, wherever the stretch begins and ends")
    func refreshed() throws {
        let map = try RenderedMap(Self.lines, status: status(.waiting))
        let (before, now) = (map.image.words, status(.fresh, age: 70_000, uptime: 0x0012_3456))
        let reading = try Fixture.reading()
        let after = map.renderer.image(of: reading, identity: Fixture.identity(reading), status: now).words
        #expect(before != after)
        for first in before.indices {
            for end in first...before.count {
                var words = Array(before[first..<end])
                var span = words.mutableSpan
                map.renderer.refreshStatus(&span, firstOffset: first, status: now)
                #expect(words == Array(after[first..<end]), "\(first)..<\(end)")
            }
        }
    }

    @Test("Status values have the numbers that the catalogue tells", arguments: StatusValues.State.allCases)
    func states(state: StatusValues.State) throws {
        let map = try RenderedMap(
            "0 u16 status.state\n1 bits(status.waiting, status.fresh, status.stale, status.lost, status.recovering)",
            status: status(state)
        )
        #expect(map.all == [UInt16(state.rawValue), 1 << UInt16(state.rawValue)])
    }

    @Test("Serial and number are stable, and different for each consumer and each meter")
    func identity() throws {
        let reading = try Fixture.reading()
        let identity = MeterIdentity(reading: reading, fallback: "house", salt: "a:1", unit: 1)
        #expect(identity == MeterIdentity(reading: reading, fallback: "other", salt: "a:1", unit: 1))
        #expect(identity.serial != MeterIdentity(reading: reading, fallback: "house", salt: "a:2", unit: 2).serial)
        let nameless = try Fixture.reading(without: ["0-0:96.1.1"])
        #expect(
            MeterIdentity(reading: nameless, fallback: "house", salt: "a:1", unit: 1).serial
                != MeterIdentity(reading: nameless, fallback: "barn", salt: "a:1", unit: 1).serial
        )
        #expect(identity.serial.count == 12)
        #expect(identity.serial.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        #expect(identity.phases == 3)
        let map = try RenderedMap("0 u32 meter.number\n2 text[12] meter.serial\n8 u16 meter.phases")
        #expect(map.words(2, 6)?.text == Fixture.identity(reading).serial)
        #expect(map.words(8, 1) == [3])
    }

    @Test("What does not fit is counted in every register, those that say who the consumer is among them")
    func saturated() throws {
        let map = try RenderedMap(
            "0 u16 meter.number\n1 u16 meter.number\n2 u16 energy.import in Wh\n3 i16 power / 0.001"
        )
        #expect(map.all == [0xFFFF, 0xFFFF, 0xFFFF, 0x8000])
        #expect(map.image.saturated == 4)
    }

    @Test("Registers of one value that differ in type, resolution and word order each get their own bits")
    func sameValue() throws {
        let map = try RenderedMap(
            "0 i32 power in W\n2 i32/low-first power in 0.1 W\n4 f32 power in kW\n6 i16 power in kW\n7 i64 power in 0.001 W"
        )
        #expect(map.words(0, 4) == [0xFFFF, 0xFB4F, 0xD116, 0xFFFF])
        #expect(map.words(4, 2)?.float == -1.201)
        #expect(map.words(6, 1) == [0xFFFF])
        #expect(map.words(7, 4) == [0xFFFF, 0xFFFF, 0xFFED, 0xAC98])
    }
}

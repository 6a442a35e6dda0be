// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

@Suite struct TelegramParserTests {
    private func telegram(_ lines: String..., checksum: Checksum? = .arc) throws -> Telegram {
        var writer = TelegramWriter(identification: "AAA5")
        for line in lines { writer.append(line: line) }
        return try #require(DecodedStream(writer.telegram(checksum: checksum)).telegrams.first)
    }

    private func texts(_ telegram: Telegram) -> [String: [String]] {
        Dictionary(telegram.objects.map { ($0.code.description, telegram.texts($0)) }) { _, last in last }
    }

    private func oddities(_ telegram: Telegram) -> [String] {
        telegram.oddities.map { "\($0.line) \($0.kind)" }
    }

    @Test("Every object is found with its groups and its line")
    func objects() throws {
        let telegram = try telegram("1-0:1.8.1(001988.284*kWh)", "1-0:99.97.0(2)(0-0:96.7.19)()", "0-0:96.13.0()")
        #expect(telegram.objects.map(\.code.description) == ["1-0:1.8.1", "1-0:99.97.0", "0-0:96.13.0"])
        #expect(telegram.objects.map(\.line) == [3, 4, 5])
        #expect(telegram.objects.map { telegram.texts($0) } == [["001988.284*kWh"], ["2", "0-0:96.7.19", ""], [""]])
        #expect(telegram.oddities.isEmpty)
    }

    @Test("The two-line gas reading of DSMR 2 and 3 is one object")
    func twoLines() throws {
        let telegram = try telegram("0-1:24.3.0(121030140000)(00)(60)(1)(0-1:24.2.1)(m3)", "(00024.123)", checksum: nil)
        let object = try #require(telegram.object(ObisCode(0, 1, 24, 3, 0)))
        #expect(telegram.texts(object) == ["121030140000", "00", "60", "1", "0-1:24.2.1", "m3", "00024.123"])
        #expect(object.line == 3)
        #expect(telegram.oddities.isEmpty)
    }

    @Test("A group that is open at the end of its line goes on in the next one")
    func wrappedGroup() throws {
        let telegram = try telegram(
            "1-0:98.1.0(260101000000W)(",
            "000123.4*kWh)(5)",
            "1-0:1.7.0(00.588*kW)",
            checksum: nil
        )
        #expect(texts(telegram)["1-0:98.1.0"]?.last == "5")
        #expect(texts(telegram)["1-0:1.7.0"] == ["00.588*kW"])
    }

    @Test("Values on the line behind a code belong to that code")
    func valuesOnNextLine() throws {
        let telegram = try telegram("0-1:24.2.1(260115102500W)(00001.000*m3)", "0-0:96.13.0", "(414243)")
        #expect(texts(telegram) == ["0-1:24.2.1": ["260115102500W", "00001.000*m3"], "0-0:96.13.0": ["414243"]])
    }

    @Test("An identification without a blank line behind it is read")
    func noBlankLine() throws {
        let stream = DecodedStream(Array("/KMP5 KA6U\r\n1-0:1.7.0(00.588*kW)\r\n!\r\n"))
        let telegram = try #require(stream.telegrams.first)
        #expect(telegram.identification == "KMP5 KA6U")
        #expect(texts(telegram) == ["1-0:1.7.0": ["00.588*kW"]])
    }

    @Test("Nested parentheses stay in their group")
    func nested() throws {
        #expect(texts(try telegram("1-0:0.2.0((ER11))")) == ["1-0:0.2.0": ["(ER11)"]])
    }

    @Test("Characters behind the value are ignored and reported, checksum or not", arguments: [Checksum.arc, nil])
    func trailing(checksum: Checksum?) throws {
        let telegram = try telegram("1-0:1.7.0(00.588*kW) * ()", "1-0:2.7.0(00.000*kW)", checksum: checksum)
        #expect(texts(telegram) == ["1-0:1.7.0": ["00.588*kW"], "1-0:2.7.0": ["00.000*kW"]])
        #expect(oddities(telegram) == ["3 trailingCharacters"])
    }

    static let malformed: [(line: String, kind: Oddity.Kind)] = [
        ("hello", .noCode), ("1-0:1.7(5)", .noCode), ("1,0:1.7.0(5)", .noCode), ("1-0:1.7.0", .noValue),
        ("1-0:1.7.0 00.588", .noValue), ("1-0:1.7.0(00.588*kW", .unbalancedParentheses),
        ("1-0:1.7.0(00.588*kW))", .unbalancedParentheses), ("256-0:1.7.0(5)", .noCode),
    ]

    @Test("A malformed line loses only itself behind a checksum", arguments: malformed)
    func tolerated(_ line: String, _ kind: Oddity.Kind) throws {
        let telegram = try telegram("1-0:1.8.0(1*kWh)", line, "1-0:2.7.0(00.100*kW)")
        #expect(oddities(telegram).contains("4 \(kind)"))
        #expect(telegram.oddities.allSatisfy { $0.line == 4 })
        #expect(texts(telegram)["1-0:1.8.0"] == ["1*kWh"])
        #expect(texts(telegram)["1-0:2.7.0"] == ["00.100*kW"])
    }

    @Test("A malformed line loses the telegram without a checksum", arguments: malformed)
    func refused(_ line: String, _ kind: Oddity.Kind) {
        var writer = TelegramWriter(identification: "AAA5")
        writer.append("1-0:1.8.0", "1*kWh")
        writer.append(line: line)
        writer.append("1-0:2.7.0", "00.100*kW")
        #expect(DecodedStream(writer.telegram(checksum: nil)).rejections == [.malformedLine(4)])
    }

    @Test("Values in front of every code are reported and refused without a checksum")
    func orphaned() throws {
        #expect(oddities(try telegram("(5)", "1-0:1.7.0(1*kW)")) == ["3 orphanedGroup"])
        #expect(DecodedStream(Array("/AAA5\r\n\r\n(5)\r\n!\r\n")).rejections == [.malformedLine(3)])
    }

    @Test("Of a code that occurs twice the last one counts")
    func repeated() throws {
        let telegram = try telegram("1-0:1.7.0(1*kW)", "1-0:1.7.0(2*kW)")
        #expect(telegram.object(ObisCode(1, 0, 1, 7, 0)).flatMap { telegram.text($0) } == "2*kW")
    }

    static let measurements: [(String, String?, String)] = [
        ("001988.284*kWh", "1988.284", "kwh"), ("5", "5", ""), ("-0.913", "-0.913", ""), ("00.588*KW", "0.588", "kw"),
        ("1*kVArh", "1", "kvarh"), ("", nil, ""), ("*kWh", nil, ""), ("12x", nil, ""), ("1*verylongunit", nil, ""),
        ("260115103000W", nil, ""), ("1.2.3", nil, ""),
    ]

    @Test("A group is a number with a unit in lower case, or none", arguments: measurements)
    func measurement(_ group: String, _ number: String?, _ unit: String) throws {
        let telegram = try telegram("1-0:1.7.0(\(group))")
        let measurement = telegram.objects.first.flatMap { telegram.measurement($0) }
        #expect(measurement?.number.description == number)
        #expect((measurement?.unit.description ?? "") == unit)
    }

    @Test("Groups that an object doesn't have are absent")
    func absentGroups() throws {
        let telegram = try telegram("1-0:1.7.0(1*kW)")
        let object = try #require(telegram.objects.first)
        #expect(telegram.text(object, 1) == nil)
        #expect(telegram.bytes(object, -1) == nil)
        #expect(telegram.measurement(object, 7) == nil)
        #expect(telegram.object(ObisCode(1, 0, 2, 7, 0)) == nil)
    }

    @Test("Oddities are told in words")
    func words() throws {
        let oddities = try telegram("hello", "1-0:1.7.0(1*kW) x").oddities.map(\.description)
        #expect(
            oddities == [
                "line 3: does not begin with an OBIS code and was ignored",
                "line 4: characters after the value were ignored",
            ]
        )
    }
}

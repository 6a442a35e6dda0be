// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Glibc
import Inputs
import Metering
import Telegrams

struct DecodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Show what telegrams say",
        discussion: """
            Examples:
              meterbridge decode telegram.txt
              meterbridge decode --json < capture.txt
              meterbridge decode --crc none damaged.txt

            Each telegram is judged by itself. Exit status: 0 a telegram was accepted, 65 none was, 66 the file can't be read.
            """
    )

    @Argument(help: "A file of telegrams; standard input when it is left out") var file: String?

    @Option(help: ArgumentHelp("Telegrams must have a checksum: required, if-present or none", valueName: "policy"))
    var crc: ChecksumPolicy = .ifPresent

    @Option(
        help: ArgumentHelp(
            "IS, FI, IL …: the country whose clock the meter shows, by default central Europe",
            valueName: "code"
        )
    )
    var country: Country?

    @OptionGroup var keys: KeyOptions

    @Flag(help: "One JSON object for each telegram, a line each")
    var json = false

    func run() async throws {
        var decoder = TelegramDecoder(policy: crc, learnsFromChecksums: false)
        var count = 0
        var accepted = 0
        let show: (TelegramDecoder.Outcome) -> Void = { outcome in
            let report = DecodeReport(outcome, standardOffset: country?.standardOffset)
            if report.isAccepted { accepted += 1 }
            if count > 0, !json { Terminal.write("\n") }
            count += 1
            Terminal.write(json ? report.json + "\n" : report.table)
        }
        var fault: InputFault?
        let source: any Input =
            file.map { RecordingInput(path: $0, every: nil, timekeeper: .system) } ?? StandardInput(timekeeper: .system)
        let decryptor = try keys.decryptor(counterMustGrow: false)
        await DecryptingInput(source, decryptor: decryptor).run { event in
            switch event {
            case .bytes(let bytes, _): decoder.decode(bytes, show)
            case .undecipherable(let fault): show(.rejected(.undecipherable(fault.description), bytes: []))
            case .disconnected(let reason): fault = reason
            case .connected, .ended: break
            }
        }
        if let fault { throw failure(.noInput, fault) }
        decoder.finish(show)
        if count == 0 {
            throw failure(.badData, "there is no telegram in it; a telegram begins with '/' at the start of a line")
        }
        if accepted == 0 { throw ExitCode(ExitStatus.badData.rawValue) }
    }
}

/// The countries whose meters' clocks are not central European, and some that are, so that nobody has to know.
enum Country: String, ExpressibleByArgument, CaseIterable {
    case at = "AT"
    case be = "BE"
    case ch = "CH"
    case fi = "FI"
    case hu = "HU"
    case il = "IL"
    case `is` = "IS"
    case lt = "LT"
    case lu = "LU"
    case nl = "NL"
    case se = "SE"

    init?(argument: String) { self.init(rawValue: argument.uppercased()) }

    /// Seconds that its winter time is ahead of UTC.
    var standardOffset: Int64 {
        switch self {
        case .at, .be, .ch, .hu, .lu, .nl, .se: 3600
        case .fi, .il, .lt: 7200
        case .is: 0
        }
    }
}

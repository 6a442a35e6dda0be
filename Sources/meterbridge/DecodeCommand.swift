// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Decryption
import Glibc
import Inputs
import Metering
import Settings
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
              meterbridge decode --check telegram.txt && echo good

            Each telegram is judged by itself. One that lost its line ends when it was copied is shown as it must have been.
            Exit status: 0 a telegram was accepted (with --check: all were), 65 none was (with --check: one wasn't), 66 the file
            can't be read.
            """
    )

    @Argument(help: "A file of telegrams; standard input when it is left out") var file: String?

    @Option(help: ArgumentHelp("Telegrams must have a checksum: required, if-present or none", valueName: "policy"))
    var crc: ChecksumPolicy = .ifPresent

    @Option(
        help: ArgumentHelp(
            "IS, FI, IL …: the country whose clock the meter shows, by default the telegram's own",
            valueName: "code"
        )
    )
    var country: Country?

    @OptionGroup var keys: KeyOptions

    @Flag(help: "One JSON object for each telegram, a line each")
    var json = false

    @Flag(help: "Show nothing but why telegrams are rejected; for scripts, which ask for the exit status")
    var check = false

    func run() async throws {
        var decoder = TelegramDecoder(policy: crc, learnsFromChecksums: false)
        var count = 0
        var accepted = 0
        var assurance: DecryptedText.Assurance?
        let show: (TelegramDecoder.Outcome) -> Void = { outcome in
            let (outcome, isRestored) = restored(outcome)
            var report = DecodeReport(outcome, standardOffset: country?.standardOffset)
            report.isRestored = isRestored
            report.decryption = assurance
            count += 1
            if report.isAccepted { accepted += 1 }
            if check {
                if let reason = report.reason {
                    Terminal.write("telegram \(count) was rejected: \(reason)\n", to: STDERR_FILENO)
                }
            } else {
                if count > 1, !json { Terminal.write("\n") }
                Terminal.write(json ? report.json + "\n" : report.table)
            }
        }
        var fault: InputFault?
        let source: any Input =
            file.map { RecordingInput(path: $0, every: nil, timekeeper: .system) } ?? StandardInput(timekeeper: .system)
        let decryptor = try keys.decryptor(counterMustGrow: false)
        await DecryptingInput(source, decryptor: decryptor).run { event in
            switch event {
            case .bytes(let bytes, _): decoder.decode(bytes, show)
            case .decrypted(let verified, _): assurance = verified
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
        if check ? accepted < count : accepted == 0 { throw ExitCode(ExitStatus.badData.rawValue) }
    }

    /// What a telegram says whose line ends were lost on the way through an editor or a page.
    private func restored(_ outcome: TelegramDecoder.Outcome) -> (TelegramDecoder.Outcome, isRestored: Bool) {
        guard case .rejected(.checksumMismatch(let sent, _), let bytes) = outcome,
            let restored = CopiedTelegram.restored(bytes, checksum: sent)
        else { return (outcome, false) }
        var decoder = TelegramDecoder(policy: crc, learnsFromChecksums: false)
        var result = outcome
        decoder.decode(restored + Array("\(hexadecimal(sent))\r\n".utf8)) { result = $0 }
        guard case .telegram = result else { return (outcome, false) }
        return (result, true)
    }
}

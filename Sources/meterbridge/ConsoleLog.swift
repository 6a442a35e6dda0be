// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging

/// Log lines on standard error: with a time for people, with the level's number for the journal of systemd, which has its own
/// clock (sd-daemon(3): `<6>` and so on).
struct ConsoleLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info
    private let isJournal: Bool

    init(isJournal: Bool = unsafe getenv("JOURNAL_STREAM") != nil) {
        self.isJournal = isJournal
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let provided = metadataProvider?.get() ?? [:]
        let facts = metadata.merging(provided) { $1 }.merging(event.metadata ?? [:]) { $1 }
        let tail = facts.sorted { $0.key < $1.key }.map { " \($0.key)=\(ConsoleLog.quoted("\($0.value)"))" }.joined()
        let head = isJournal ? "<\(event.level.syslogPriority)>" : "\(ConsoleLog.now()) \(event.level) "
        Terminal.write("\(head)\(event.message)\(tail)\n", to: STDERR_FILENO)
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: \.isWhitespace) else { return text }
        return "\"\(text)\""
    }

    /// Local time, `2026-11-23 19:27:21`.
    private static func now() -> String {
        var seconds = time(nil)
        var parts = unsafe tm()
        unsafe localtime_r(&seconds, &parts)
        let date = unsafe [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday]
        let clock = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec]
        return date.map(twoDigits).joined(separator: "-") + " " + clock.map(twoDigits).joined(separator: ":")
    }

    private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Logger.Level {
    /// RFC 5424, table 2.
    fileprivate var syslogPriority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

extension Diagnostic {
    /// More of a line than this is not shown: a terminal would wrap it, and the caret would stand below nothing.
    private static let widestLine = 200

    /// As compilers print it:
    ///
    /// ```
    /// my.map:7:12: error: there is no quantity 'voltag.l1'
    /// 0x0000   i32   voltag.l1 in 0.1 V
    ///                ^~~~~~~~~ did you mean 'voltage.l1'?
    /// ```
    ///
    /// - Parameter inColor: whether to add the colours of a terminal (ECMA-48, select graphic rendition).
    package func rendered(inColor: Bool = false) -> String {
        let paint = Paint(isOn: inColor)
        let kind = severity == .error ? paint.red("error:") : paint.magenta("warning:")
        var text = Diagnostic.rendered(place, kind, paint.bold(Diagnostic.printable(message)), hint: hint, paint)
        for note in notes {
            text += "\n" + Diagnostic.rendered(note.place, paint.cyan("note:"), note.message, hint: nil, paint)
        }
        return text
    }

    private static func rendered(
        _ place: SourcePlace,
        _ kind: String,
        _ message: String,
        hint: String?,
        _ paint: Paint
    ) -> String {
        let range = place.range
        let headline = "\(paint.bold("\(place.source.name):\(range.line):\(range.column):")) \(kind) \(message)"
        guard range.line >= 1, range.line <= place.source.lines.count else { return headline }
        let (line, column) = window(place.source.lines[range.line - 1], column: range.column)
        // Tabs stay tabs, so that the caret stands below its character.
        let indentation = String(line.prefix(column - 1).map { $0 == "\t" ? "\t" : " " })
        let padding = String(repeating: " ", count: max(0, column - 1 - indentation.count))
        let length = min(range.length, widestLine - 1, max(1, line.count - column + 1))
        let marker = paint.green("^" + String(repeating: "~", count: max(0, length - 1)))
        return "\(headline)\n\(line)\n\(indentation)\(padding)\(marker)\(hint.map { " " + printable($0) } ?? "")"
    }

    /// The part of a line around a column, and where the column is in it.
    private static func window(_ line: Substring, column: Int) -> (String, column: Int) {
        let first = max(0, column - widestLine * 2 / 3)
        guard first > 0 || line.count > widestLine else { return (printable(line), column) }
        let part = line.dropFirst(first)
        let end = part.count > widestLine ? "…" : ""
        let shown = printable(part.prefix(widestLine)) + end
        return first > 0 ? ("…" + shown, column - first + 1) : (shown, column)
    }

    /// Without characters that would steer a terminal: each is replaced by the picture of it (Unicode block 2400).
    private static func printable(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return String(text) }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            shown.append(
                isControl(scalar) ? Unicode.Scalar(scalar.value < 0x20 ? 0x2400 + scalar.value : 0x2426) ?? "?" : scalar
            )
        }
        return String(shown)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\t") || (0x7F..<0xA0).contains(scalar.value)
    }
}

private struct Paint {
    let isOn: Bool

    func bold(_ text: String) -> String { painted(text, "1") }
    func red(_ text: String) -> String { painted(text, "1;31") }
    func green(_ text: String) -> String { painted(text, "1;32") }
    func magenta(_ text: String) -> String { painted(text, "1;35") }
    func cyan(_ text: String) -> String { painted(text, "1;36") }

    private func painted(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

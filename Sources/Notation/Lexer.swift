// SPDX-License-Identifier: Apache-2.0

/// Takes lines apart into words, strings and punctuation. The notation has no blocks and no escapes: `#` at the start of a word
/// begins a comment, `--` as a word of its own begins a label.
package struct Lexer {
    /// The lines that say something; faults go to `diagnostics`.
    package static func lines(of source: SourceText, _ diagnostics: inout Diagnostics) -> [TokenLine] {
        var lines: [TokenLine] = []
        for (index, line) in source.lines.enumerated() where !diagnostics.isFull {
            var lexer = Lexer(Array(line), number: index + 1, of: source)
            let result = lexer.readLine(&diagnostics)
            if !result.tokens.isEmpty { lines.append(result) }
        }
        return lines
    }

    /// One line, read from a column on: for a value that stands behind something that is no part of the notation.
    package static func line(
        _ number: Int,
        of source: SourceText,
        from column: Int,
        _ diagnostics: inout Diagnostics
    ) -> TokenLine {
        let text = source.lines.indices.contains(number - 1) ? source.lines[number - 1] : ""
        var lexer = Lexer(Array(text), number: number, of: source)
        lexer.position = max(0, column - 1)
        return lexer.readLine(&diagnostics)
    }

    private let source: SourceText
    private let characters: [Character]
    private let number: Int
    private var position = 0

    private init(_ characters: [Character], number: Int, of source: SourceText) {
        self.source = source
        self.characters = characters
        self.number = number
    }

    private mutating func readLine(_ diagnostics: inout Diagnostics) -> TokenLine {
        var tokens: [Token] = []
        var label: String?
        var isDamaged = false
        while let next = peek() {
            if next.isWhitespace {
                position += 1
            } else if next == "#" {
                break
            } else if next == "\"" {
                tokens.append(readString(&diagnostics))
            } else if Lexer.isPunctuation(next) {
                tokens.append(Token(kind: .punctuation, text: String(next), range: range(from: position, length: 1)))
                position += 1
            } else {
                let word = readWord()
                if word.text.contains(where: isForeign) {
                    diagnostics.error(
                        "this is no text that an editor wrote as UTF-8",
                        at: source.place(word.range),
                        hint: "save the file as UTF-8 text"
                    )
                    isDamaged = true
                }
                guard word.text != "--" else {
                    label = rest()
                    break
                }
                tokens.append(word)
            }
        }
        let last = tokens.last.map { $0.range.column + $0.range.length } ?? 1
        return TokenLine(
            number: number,
            tokens: tokens,
            label: label,
            isDamaged: isDamaged,
            end: SourceRange(line: number, column: last, length: 1)
        )
    }

    private mutating func readWord() -> Token {
        let start = position
        while let next = peek(), !next.isWhitespace, !Lexer.isPunctuation(next), next != "\"" { position += 1 }
        return Token(
            kind: .word,
            text: String(characters[start..<position]),
            range: range(from: start, length: position - start)
        )
    }

    /// A byte that is no UTF-8 has been read as U+FFFD; a control character is in no word that a person typed.
    private func isForeign(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0 == "\u{FFFD}" || $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
    }

    private mutating func readString(_ diagnostics: inout Diagnostics) -> Token {
        let start = position
        position += 1
        let first = position
        while let next = peek(), next != "\"" { position += 1 }
        let text = String(characters[first..<position])
        if peek() == nil {
            diagnostics.error(
                "this text has no closing quote",
                at: source.place(range(from: start, length: position - start))
            )
        } else {
            position += 1
        }
        return Token(kind: .string, text: text, range: range(from: start, length: position - start))
    }

    private mutating func rest() -> String {
        let text = String(characters[position...]).drop { $0.isWhitespace }
        position = characters.count
        return String(text.reversed().drop { $0.isWhitespace }.reversed())
    }

    private func peek() -> Character? {
        position < characters.count ? characters[position] : nil
    }

    private func range(from start: Int, length: Int) -> SourceRange {
        SourceRange(line: number, column: start + 1, length: length)
    }

    private static func isPunctuation(_ character: Character) -> Bool {
        character == "(" || character == ")" || character == ","
    }
}

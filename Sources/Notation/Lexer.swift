// SPDX-License-Identifier: Apache-2.0

/// Takes lines apart into words, strings and punctuation. The notation has no blocks and no escapes: `#` at the start of a word
/// begins a comment, `--` as a word of its own begins a label.
package struct Lexer {
    /// The lines that say something; faults go to `diagnostics`.
    package static func lines(of source: SourceText, _ diagnostics: inout Diagnostics) -> [TokenLine] {
        source.lines.enumerated().compactMap { index, line in
            var lexer = Lexer(Array(line), number: index + 1)
            let result = lexer.readLine(&diagnostics)
            return result.tokens.isEmpty ? nil : result
        }
    }

    private let characters: [Character]
    private let number: Int
    private var position = 0

    private init(_ characters: [Character], number: Int) {
        self.characters = characters
        self.number = number
    }

    private mutating func readLine(_ diagnostics: inout Diagnostics) -> TokenLine {
        var tokens: [Token] = []
        var label: String?
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

    private mutating func readString(_ diagnostics: inout Diagnostics) -> Token {
        let start = position
        position += 1
        let first = position
        while let next = peek(), next != "\"" { position += 1 }
        let text = String(characters[first..<position])
        if peek() == nil {
            diagnostics.error("this text has no closing quote", at: range(from: start, length: position - start))
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

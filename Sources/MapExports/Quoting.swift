// SPDX-License-Identifier: Apache-2.0

import JSON

/// A text in quotation marks with the escapes of JSON, which TOML's basic strings and YAML's double-quoted scalars share.
func quoted(_ text: some StringProtocol) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return writer.text
}

/// A text as a single word of a POSIX shell.
func shellWord(_ text: String) -> String {
    let isPlain =
        !text.isEmpty
        && text.utf8.allSatisfy { byte in
            let character = Character(UnicodeScalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber || ".-_:".contains(character))
        }
    guard !isPlain else { return text }
    var word = "'"
    for character in text { word += character == "'" ? #"'\''"# : String(character) }
    return word + "'"
}

// SPDX-License-Identifier: Apache-2.0

extension Telegram {
    /// What stands in for the telegram of something that sends none, such as a sum of meters: a name as its identification, and
    /// no objects.
    package static func unsent(by name: String) -> Telegram {
        let bytes = Array("/\(name)\r\n\r\n!".utf8)
        let identification = 1..<1 + name.utf8.count
        let layout = TelegramLayout(identification: identification, objects: [], groups: [], oddities: [])
        return Telegram(bytes: bytes, layout: layout, mantissas: [], checksum: .absent)
    }
}

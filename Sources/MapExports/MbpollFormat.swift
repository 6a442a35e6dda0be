// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers

extension MapFormat {
    /// Command lines of mbpoll (Debian), https://github.com/epsilonrt/mbpoll: a script that reads everything once.
    static let mbpoll = MapFormat("mbpoll", "command lines of the program mbpoll (Debian)") { export in
        let server = export.server
        var text = """
            #!/bin/sh
            # \(export.title), \(export.name)
            # mbpoll shows numbers as they stand in the registers; the comments say what one step is worth.
            # A u32 above 2147483647 is shown as a negative number.

            """
        if let warning = export.warning { text += "# \(warning)\n" }
        // One command reads one kind of number; 125 registers is what one request can hold (MODBUS Application Protocol
        // V1.1b3, 6.3).
        let blocks = ReadBlock.blocks(of: export.registers, limit: 125) { $0.mbpollKind == $1.mbpollKind }
        for block in blocks {
            text += "\n"
            guard let first = block.registers.first else { continue }
            for entry in block.registers { text += "# \(describe(entry))\n" }
            guard let kind = first.mbpollKind else {
                text += "# left out: mbpoll knows no numbers of 64 bits\n"
                continue
            }
            let count = block.count / kind.words
            text += "mbpoll -m tcp -p \(server.port) -a \(server.unit) -0 -1 -r \(block.start) -c \(count)"
            text += " -t \(kind.option)" + (kind.words == 2 && block.order == .highFirst ? " -B" : "")
            text += " \(shellWord(server.host))\n"
        }
        return text
    }

    private static func describe(_ entry: ExportedRegister) -> String {
        var text = "\(entry.addressText), \(entry.type): \(entry.title)"
        if !entry.unitText.isEmpty { text += ", in \(entry.unitText)" }
        if entry.type.isText { text += ", two characters in each word" }
        return text
    }
}

/// What `-t` says, and how many registers one value of that takes.
private struct MbpollKind: Equatable {
    let option: String
    let words: Int
}

extension ExportedRegister {
    /// `nil` for what mbpoll can't show.
    fileprivate var mbpollKind: MbpollKind? {
        let digit =
            switch table {
            case .coils: "0"
            case .discrete: "1"
            case .input: "3"
            case .holding: "4"
            }
        switch type {
        case .bit: return MbpollKind(option: digit, words: 1)
        case .u16, .i16: return MbpollKind(option: digit, words: 1)
        case .u32, .i32: return MbpollKind(option: "\(digit):int", words: 2)
        case .f32: return MbpollKind(option: "\(digit):float", words: 2)
        case .text: return MbpollKind(option: "\(digit):hex", words: 1)
        case .u64, .i64, .f64: return nil
        }
    }
}

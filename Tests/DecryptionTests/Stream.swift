// SPDX-License-Identifier: Apache-2.0

import Decryption

/// What a reader makes of a stream.
enum Stream {
    /// The elements of `bytes`, fed in `pieces` and then finished; neighbouring plain bytes are joined.
    static func elements(_ pieces: [ArraySlice<UInt8>], finishing: Bool = true) -> [EncryptedFrameReader.Element] {
        var reader = EncryptedFrameReader()
        var elements: [EncryptedFrameReader.Element] = []
        let collect: (EncryptedFrameReader.Element) -> Void = { element in
            if case .plain(let more) = element, case .plain(let before) = elements.last {
                elements[elements.count - 1] = .plain(before + more)
            } else {
                elements.append(element)
            }
        }
        for piece in pieces { reader.read(piece, collect) }
        if finishing { reader.finish(collect) }
        return elements
    }

    static func elements(_ bytes: [UInt8], finishing: Bool = true) -> [EncryptedFrameReader.Element] {
        elements([bytes[...]], finishing: finishing)
    }

    /// The frames of `bytes`.
    static func frames(_ bytes: [UInt8]) -> [EncryptedFrame] {
        elements(bytes).compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
    }

    /// `bytes` in pieces of `length`.
    static func pieces(_ bytes: [UInt8], of length: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: bytes.count, by: length).map { bytes[$0..<min($0 + length, bytes.count)] }
    }
}

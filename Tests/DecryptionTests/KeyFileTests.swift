// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Decryption

@Suite("Key files")
struct KeyFileTests {
    private static let text = "00112233445566778899AABBCCDDEEFF"

    /// Calls `body` with a path in a folder of its own that is gone afterwards.
    private func withPath(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "meterbridge-key-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appendingPathComponent("meter.key").path)
    }

    private func write(_ contents: some StringProtocol, mode: mode_t, to path: String) throws {
        try Data(contents.utf8).write(to: URL(fileURLWithPath: path))
        try #require(chmod(path, mode) == 0)
    }

    @Test("A file that only its owner may read gives its key", arguments: [0o600, 0o400, 0o700] as [mode_t])
    func privateFile(_ mode: mode_t) throws {
        try withPath { path in
            try write(Self.text + "\n", mode: mode, to: path)
            #expect(try DecryptionKey.read(fromFile: path) == DecryptionKey(Self.text))
        }
    }

    @Test(
        "A file that others may read or change is refused, and chmod 600 is advised",
        arguments: [0o604, 0o644, 0o602, 0o620, 0o666, 0o777, 0o601, 0o660] as [mode_t]
    )
    func openFile(_ mode: mode_t) throws {
        try withPath { path in
            try write(Self.text, mode: mode, to: path)
            let fault = #expect(throws: KeyFileFault.self) { try DecryptionKey.read(fromFile: path) }
            #expect(fault == .openToOthers(path: path, mode: UInt32(mode)))
            #expect(fault?.description.contains("run 'chmod 600 \(path)'") == true)
            #expect(fault?.description.contains("mode 0\(String(mode, radix: 8))") == true)
        }
    }

    @Test(
        "The group may read a file of the superuser, and no other",
        arguments: [
            (0o640, 0, true), (0o440, 0, true), (0o640, 1000, false), (0o440, 1000, false), (0o600, 1000, true),
            (0o660, 0, false), (0o644, 0, false), (0o100_600, 1000, true), (0o604, 1000, false),
        ] as [(mode_t, uid_t, Bool)]
    )
    func groups(_ mode: mode_t, _ owner: uid_t, _ isPrivate: Bool) {
        #expect(KeyFile.isPrivate(mode: mode, owner: owner) == isPrivate)
    }

    @Test("A link is judged by the file that it leads to")
    func link() throws {
        try withPath { path in
            try write(Self.text, mode: 0o644, to: path)
            try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
            #expect(throws: KeyFileFault.openToOthers(path: path + ".link", mode: 0o644)) {
                try DecryptionKey.read(fromFile: path + ".link")
            }
        }
    }

    @Test("A missing file, a folder and a pipe are named as what they are")
    func otherThings() throws {
        try withPath { path in
            #expect(throws: KeyFileFault.missing(path: path)) { try DecryptionKey.read(fromFile: path) }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            #expect(throws: KeyFileFault.notAFile(path: folder)) { try DecryptionKey.read(fromFile: folder) }
            try #require(mkfifo(path, 0o600) == 0)
            #expect(throws: KeyFileFault.notAFile(path: path)) { try DecryptionKey.read(fromFile: path) }
            #expect(throws: KeyFileFault.missing(path: path + "/below")) {
                try DecryptionKey.read(fromFile: path + "/below")
            }
        }
    }

    @Test(
        "A file that this user may not read is told so",
        .enabled(if: geteuid() != 0, "the superuser may read all files")
    )
    func permissionDenied() throws {
        try withPath { path in
            try write(Self.text, mode: 0o000, to: path)
            #expect(throws: KeyFileFault.permissionDenied(path: path)) { try DecryptionKey.read(fromFile: path) }
        }
    }

    @Test("A file that holds something else is refused with its path and without its text")
    func otherContents() throws {
        try withPath { path in
            try write("secret", mode: 0o600, to: path)
            let fault = #expect(throws: KeyFileFault.self) { try DecryptionKey.read(fromFile: path) }
            #expect(fault == .notAKey(path: path, .notHexadecimal(position: 1)))
            #expect(fault?.description.hasPrefix("\(path): character 1 of the key") == true)
            #expect(fault?.description.contains("secret") == false)

            try write("", mode: 0o600, to: path)
            #expect(throws: KeyFileFault.notAKey(path: path, .length(digits: 0))) {
                try DecryptionKey.read(fromFile: path)
            }
        }
    }

    @Test("512 bytes are read, more are refused")
    func size() throws {
        try withPath { path in
            try write(Self.text + String(repeating: " ", count: 480), mode: 0o600, to: path)
            #expect(try DecryptionKey.read(fromFile: path) == DecryptionKey(Self.text))
            try write(Self.text + String(repeating: " ", count: 481), mode: 0o600, to: path)
            #expect(throws: KeyFileFault.tooLarge(path: path)) { try DecryptionKey.read(fromFile: path) }
        }
    }

    @Test("Every fault is a sentence")
    func sentences() {
        let faults: [KeyFileFault] = [
            .missing(path: "/k"), .permissionDenied(path: "/k"), .openToOthers(path: "/k", mode: 0o644),
            .notAFile(path: "/k"),
            .tooLarge(path: "/k"), .notAKey(path: "/k", .length(digits: 3)),
            .failed(path: "/k", operation: "read", error: EIO),
        ]
        for fault in faults {
            #expect(fault.description.hasSuffix(".") && fault.description.contains("/k"))
        }
        #expect(faults[6].description == "the key file /k can't be read: read failed with Input/output error.")
    }
}

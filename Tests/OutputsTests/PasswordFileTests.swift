// SPDX-License-Identifier: Apache-2.0

import Outputs
import Testing

import struct Foundation.Data
import class Foundation.FileManager
import struct Foundation.UUID

@Suite("The password file")
struct PasswordFileTests {
    private func withFile(_ bytes: [UInt8], _ body: (PasswordFile) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/meterbridge-\(UUID().uuidString)"
        #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(PasswordFile(path: path))
    }

    @Test("The first line is the password", arguments: ["secret", "secret\n", "secret\r\nmore\n"])
    func firstLine(text: String) throws {
        try withFile(Array(text.utf8)) { file in
            let password = try file.password()
            #expect(password == "secret")
        }
    }

    @Test("Blanks belong to it")
    func blanks() throws {
        try withFile(Array(" þ x \n".utf8)) { file in
            let password = try file.password()
            #expect(password == " þ x ")
        }
    }

    @Test("A file without a password is named", arguments: [[], [10], [0xFF, 0xFE, 10]] as [[UInt8]])
    func none(bytes: [UInt8]) throws {
        try withFile(bytes) { file in
            #expect(throws: PasswordFileFault.noPassword(path: file.path)) { try file.password() }
        }
    }

    @Test("A file that is no password file is not read to its end")
    func tooLong() throws {
        try withFile([UInt8](repeating: 65, count: 100_000)) { file in
            #expect(throws: PasswordFileFault.tooLong(path: file.path)) { try file.password() }
        }
    }

    @Test("A missing file is named in a sentence")
    func missing() {
        let fault = #expect(throws: PasswordFileFault.self) { try PasswordFile(path: "/nowhere/at/all").password() }
        #expect(
            fault?.description == "The password file /nowhere/at/all can't be read: No such file or directory. "
                + "Check the path, and that the service's user may read it."
        )
    }
}

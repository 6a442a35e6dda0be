// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Decryption
import Glibc

/// The keys of meters that encrypt their telegrams (Luxembourg, Austria).
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file that only you may read, with the meter's key of 32 hexadecimal digits; or METERBRIDGE_KEY in the environment",
            valueName: "path"
        )
    )
    var keyFile: String?

    @Option(help: ArgumentHelp("The key itself; other users of the machine can see it", valueName: "hex"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "The authentication key, where the meter has its own (Austria); or METERBRIDGE_AUTHENTICATION_KEY",
            valueName: "hex"
        )
    )
    var authenticationKey: String?

    /// - Parameter counterMustGrow: false for recordings, in which old frames are expected.
    /// - Returns: `nil` where no key is given.
    func decryptor(counterMustGrow: Bool) throws -> FrameDecryptor? {
        guard let key = try encryptionKey() else { return nil }
        let authentication = try (authenticationKey ?? environment("METERBRIDGE_AUTHENTICATION_KEY")).map(parse)
        return FrameDecryptor(key: key, authenticationKey: authentication, counterMustGrow: counterMustGrow)
    }

    private func encryptionKey() throws -> DecryptionKey? {
        if let keyFile {
            do throws(KeyFileFault) {
                return try DecryptionKey.read(fromFile: keyFile)
            } catch {
                throw failure(.noInput, error)
            }
        }
        return try (key ?? environment("METERBRIDGE_KEY")).map(parse)
    }

    private func parse(_ text: String) throws -> DecryptionKey {
        do throws(DecryptionKeyFault) {
            return try DecryptionKey(text)
        } catch {
            throw failure(.usage, error)
        }
    }

    private func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Decryption
import Settings

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
        let authentication = try (authenticationKey ?? Environment.value("METERBRIDGE_AUTHENTICATION_KEY")).map(parse)
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
        return try (key ?? Environment.value("METERBRIDGE_KEY")).map(parse)
    }

    private func parse(_ text: String) throws -> DecryptionKey {
        do throws(DecryptionKeyFault) {
            return try DecryptionKey(text)
        } catch {
            throw failure(.usage, error)
        }
    }

    /// The options that were given.
    var given: [String] {
        (keyFile == nil ? [] : ["--key-file"]) + (key == nil ? [] : ["--key"])
            + (authenticationKey == nil ? [] : ["--authentication-key"])
    }

    /// Where the keys are kept, for a configuration; `nil` where there are none.
    ///
    /// - Throws: where a key was typed, because no configuration may hold it.
    func places() throws -> MeterKeys? {
        guard key == nil, authenticationKey == nil else {
            throw failure(
                .usage,
                "a key isn't written into a configuration, which many may read; put it into a file, and name that by --key-file"
            )
        }
        let place =
            keyFile.map { MeterKeys.Place.file($0) } ?? Self.variable("METERBRIDGE_KEY")
        return place.map { MeterKeys(key: $0, authenticationKey: Self.variable("METERBRIDGE_AUTHENTICATION_KEY")) }
    }

    private static func variable(_ name: String) -> MeterKeys.Place? {
        Environment.value(name).map { _ in .environment(name) }
    }
}

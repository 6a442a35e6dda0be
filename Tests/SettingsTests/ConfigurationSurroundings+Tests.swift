// SPDX-License-Identifier: Apache-2.0

import Decryption
import Inputs
import Notation
import Registers
import Settings

extension ConfigurationSurroundings {
    /// A machine with a serial port or two, the built-in maps, one broken map in the folder `maps` and one key.
    static let ofTests = ofTests([:])
    private static let builtIn = MapLibrary.builtIn

    static func ofTests(_ environment: [String: String]) -> ConfigurationSurroundings {
        ConfigurationSurroundings(
            environment: environment,
            library: { folder throws(MapFileError) in
                var library = builtIn
                switch folder {
                case nil: break
                case "maps":
                    let broken = SourceText(name: "maps/broken.map", text: "title Broken\ntable both\n0 u99 power\n")
                    library.add(broken, as: "broken")
                case let folder?: try library.addFolder(folder)
                }
                return library
            },
            keyFile: { path throws(KeyFileFault) in
                guard path == "house.key" else { throw .missing(path: path) }
                do throws(DecryptionKeyFault) {
                    return try DecryptionKey("00112233445566778899AABBCCDDEEFF")
                } catch {
                    throw .notAKey(path: path, error)
                }
            },
            kindOfPath: { path in
                switch path {
                case "/tmp": .folder
                case "evening.txt": .other
                case let path where path.hasPrefix("/dev/tty"): .characterDevice
                default: nil
                }
            }
        )
    }

    /// Reads a text in these surroundings.
    func read(_ text: String, sets: [String] = []) -> ConfigurationReport {
        ConfigurationReader.read(SourceText(name: "house.conf", text: text), sets: sets, self)
    }
}

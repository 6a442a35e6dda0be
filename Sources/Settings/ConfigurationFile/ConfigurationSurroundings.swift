// SPDX-License-Identifier: Apache-2.0

package import Decryption
package import Inputs
package import Registers

/// What a configuration refers to and its text doesn't hold.
package struct ConfigurationSurroundings: Sendable {
    /// The register maps of a folder beside those in the program; of the program alone where none is named.
    package var library: @Sendable (_ folder: String?) throws(MapFileError) -> MapLibrary
    package var keyFile: @Sendable (_ path: String) throws(KeyFileFault) -> DecryptionKey
    package var environment: [String: String]
    package var kindOfPath: @Sendable (_ path: String) -> InputAddress.PathKind?

    package init(
        environment: [String: String] = [:],
        library: @escaping @Sendable (String?) throws(MapFileError) -> MapLibrary,
        keyFile: @escaping @Sendable (String) throws(KeyFileFault) -> DecryptionKey,
        kindOfPath: @escaping @Sendable (String) -> InputAddress.PathKind?
    ) {
        self.environment = environment
        self.library = library
        self.keyFile = keyFile
        self.kindOfPath = kindOfPath
    }

    /// The file system, with this environment.
    ///
    /// - Parameter maps: a folder that goes before the one that a configuration names.
    package static func system(environment: [String: String], maps: String? = nil) -> ConfigurationSurroundings {
        ConfigurationSurroundings(
            environment: environment,
            library: { folder throws(MapFileError) in
                var library = MapLibrary.builtIn
                if let folder { try library.addFolder(folder) }
                if let maps { try library.addFolder(maps) }
                return library
            },
            keyFile: { path throws(KeyFileFault) in try DecryptionKey.read(fromFile: path) },
            kindOfPath: { InputAddress.kindOfPath($0) }
        )
    }

    /// The key that is kept in a place.
    package func key(in place: MeterKeys.Place) throws(MeterKeyFault) -> DecryptionKey {
        switch place {
        case .file(let path):
            do throws(KeyFileFault) { return try keyFile(path) } catch { throw .file(error) }
        case .environment(let name):
            guard let text = environment[name] else { throw .variableMissing(name) }
            do throws(DecryptionKeyFault) { return try DecryptionKey(text) } catch { throw .variable(name, error) }
        }
    }
}

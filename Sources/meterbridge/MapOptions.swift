// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Registers
import Settings

/// `--maps`, for every command that looks maps up.
struct MapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder of .map files, or one, that add to the built-in ones or replace them",
            valueName: "dir"
        )
    )
    var maps: String?

    func library() throws -> MapLibrary {
        var library = MapLibrary.builtIn
        guard let maps else { return library }
        do throws(MapFileError) {
            try library.addFolder(maps)
        } catch {
            throw failure(.noInput, error)
        }
        return library
    }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Notation
import RegisterMaps
package import Registers
import Threads

extension MapLibrary {
    /// The maps that travel inside the program.
    package static var builtIn: MapLibrary {
        var library = MapLibrary()
        for map in BuiltInMaps.all {
            library.add(SourceText(name: "(built in) \(map.name).map", text: map.text), as: map.name)
        }
        return library
    }

    /// Adds every `.map` file of a folder, or one file; one with the name of a built-in map takes its place.
    package mutating func addFolder(_ path: String) throws(MapFileError) {
        for file in try MapLibrary.files(at: path) {
            add(try MapLibrary.read(file), as: MapLibrary.mapName(file))
        }
    }

    /// The map files that a path means: those of a folder in the order of their names, or the one file that it is.
    package static func files(at path: String) throws(MapFileError) -> [String] {
        guard let folder = unsafe opendir(path) else {
            guard errno == ENOTDIR else { throw MapFileError(path: path, errno: errno) }
            return [path]
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".map") { names.append(name) }
        }
        guard !names.isEmpty else { throw MapFileError(path: path, errno: 0) }
        let start = path.hasSuffix("/") ? path : path + "/"
        return names.sorted().map { start + $0 }
    }

    /// The text of a map file; of standard input where the path is `-`.
    package static func read(_ path: String) throws(MapFileError) -> SourceText {
        do throws(UnreadableFile) {
            return try SourceText(readingFile: path)
        } catch {
            throw MapFileError(path: path, errno: error.errno)
        }
    }

    /// `maps/my-meter.map` is the map `my-meter`.
    package static func mapName(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".map") ? String(file.dropLast(4)) : file
    }
}

/// Why a map file can't be read.
package struct MapFileError: Error, CustomStringConvertible {
    let path: String
    /// 0 for a folder without maps.
    let errno: Int32

    /// Whether nothing is there.
    package var isMissing: Bool { errno == ENOENT }

    package var description: String {
        guard errno != 0 else { return "The folder '\(path)' has no register maps; their names end in .map." }
        return "'\(path)' can't be read: \(SystemError(number: errno).text)."
    }
}

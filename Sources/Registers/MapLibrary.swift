// SPDX-License-Identifier: Apache-2.0

package import Notation

/// The maps that can be named, by name. A later text of the same name replaces an earlier one.
package struct MapLibrary: Sendable {
    private var texts: [String: SourceText] = [:]

    package init() {}

    package mutating func add(_ source: SourceText, as name: String) { texts[name] = source }

    /// In alphabetical order.
    package var names: [String] { texts.keys.sorted() }

    package func source(_ name: String) -> SourceText? { texts[name] }

    /// Reads a text that need not be in the library, and says all that is found in it.
    package func check(_ source: SourceText, as name: String) -> RegisterMapReport {
        RegisterMapParser.check(source, name: name) { texts[$0] }
    }

    /// Reads the map of this name.
    ///
    /// - Parameter overrides: values for the map's `set` lines, as they were written.
    package func map(_ name: String, overrides: [String: String] = [:]) throws(MapLibraryError) -> RegisterMap {
        guard let source = texts[name] else {
            throw .unknown(name, suggestion: Spelling.suggestion(for: name, in: texts.keys))
        }
        let map: RegisterMap
        do throws(FaultyText) {
            map = try RegisterMapParser.parse(source, name: name, overrides: overrides) { texts[$0] }
        } catch {
            throw .faulty(error)
        }
        if let unknown = overrides.keys.sorted().first(where: { map.constants[$0] == nil }) {
            throw .unknownConstant(unknown, map: name, known: map.constants.keys.sorted())
        }
        return map
    }
}

/// Why a map can't be had.
package enum MapLibraryError: Error, CustomStringConvertible {
    case unknown(String, suggestion: String?)
    case unknownConstant(String, map: String, known: [String])
    case faulty(FaultyText)

    package var description: String {
        switch self {
        case .unknown(let name, let suggestion):
            "there is no register map '\(name)'; \(suggestion ?? MapLibraryError.hint(name))"
        case .unknownConstant(let name, let map, let known):
            known.isEmpty
                ? "the register map '\(map)' has no constants to set, and '\(name)' is given"
                : "the register map '\(map)' has no constant '\(name)'; it has \(known.joined(separator: ", "))"
        case .faulty(let fault): fault.description
        }
    }

    /// `maps/heat.map` is a file, and its map is called `heat`.
    private static func hint(_ name: String) -> String {
        guard name.contains("/") || name.hasSuffix(".map") else { return "`meterbridge maps list` names them all" }
        let file = name.split(separator: "/").last ?? ""
        let map = file.hasSuffix(".map") ? file.dropLast(4) : file
        return "a file comes in by --maps \(name), and its map is called '\(map)' then"
    }
}

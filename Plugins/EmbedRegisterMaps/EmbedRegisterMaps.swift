// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// Puts every `.map` file of the target's folder into the program, so that adding a profile is adding a file.
@main
struct EmbedRegisterMaps: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let maps = try FileManager.default.contentsOfDirectory(at: target.directoryURL, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "map" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedMaps.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(maps.count) register maps",
                executable: try context.tool(named: "embed-register-maps").url,
                arguments: [output.path] + maps.map(\.path),
                inputFiles: maps,
                outputFiles: [output]
            )
        ]
    }
}

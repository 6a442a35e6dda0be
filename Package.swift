// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let swiftSettings: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
    .enableUpcomingFeature("InferIsolatedConformances"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0481-weak-let.md
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
]
// https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
let sourceSettings = swiftSettings + [.strictMemorySafety()]

let package = Package(
    name: "meterbridge",
    dependencies: [
    ],
    targets: [
        .target(name: "Telegrams", swiftSettings: sourceSettings),
        .target(name: "Metering", dependencies: ["Telegrams"], swiftSettings: sourceSettings),
        .target(name: "Notation", swiftSettings: sourceSettings),
        .target(name: "Registers", dependencies: ["Telegrams", "Metering", "Notation"], swiftSettings: sourceSettings),
        .plugin(name: "EmbedRegisterMaps", capability: .buildTool(), dependencies: ["embed-register-maps"]),
        .executableTarget(name: "embed-register-maps", swiftSettings: swiftSettings),
        .target(
            name: "RegisterMaps",
            path: "RegisterMaps",
            exclude: [],
            swiftSettings: sourceSettings,
            plugins: ["EmbedRegisterMaps"]
        ),
        .testTarget(name: "TelegramsTests", dependencies: ["Telegrams"], swiftSettings: swiftSettings),
        .testTarget(name: "MeteringTests", dependencies: ["Telegrams", "Metering"], swiftSettings: swiftSettings),
    ],
    swiftLanguageModes: [.v6]
)

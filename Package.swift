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

/// A room of the house: its folder bears its name, and it may know only the rooms it names.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: sourceSettings)
}

func tests(of name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let httpServer: [Target.Dependency] = [
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
]
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "meterbridge",
    products: [.executable(name: "meterbridge", targets: ["meterbridge"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        // Without its traits: they would link full Foundation.
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // System libraries, found by pkg-config.
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .target(name: "CEpoll"),

        // Each room knows only rooms above it.
        room("Threads"),
        room("Telegrams"),
        room("Notation"),
        room("JSON", ["Telegrams"]),
        room("Metering", ["Telegrams"]),
        room("State", ["Threads", "Telegrams", "Notation", "Metering"]),
        room("Registers", ["Telegrams", "Metering", "Notation"]),
        room("MapExports", ["Telegrams", "Metering", "Registers", "JSON"]),
        room("Modbus", ["CModbus", "CEpoll", "Threads"]),
        room("Decryption", ["COpenSSL"]),
        room("Inputs", ["Threads", "Telegrams", "Notation", "Decryption"] + nio),
        room("Outputs", ["Threads", "Telegrams", "Metering", "JSON", "CMosquitto"]),
        .target(
            name: "Dashboard",
            dependencies: ["Telegrams", "Metering", "JSON", logging, lifecycle] + nio + httpServer,
            resources: [.embedInCode("page.html")],
            swiftSettings: sourceSettings
        ),
        room("Control", ["Threads", "Notation"] + nio),
        room(
            "Settings",
            [
                "Threads", "Telegrams", "Metering", "Notation", "Registers", "RegisterMaps", "Modbus", "Decryption",
                "Inputs", "Outputs", "Dashboard",
            ]
        ),
        room(
            "Bridge",
            [
                "Threads", "Telegrams", "Metering", "Notation", "State", "Registers", "Modbus", "Decryption", "Inputs",
                "Outputs", "Dashboard", "Settings", lifecycle,
            ] + nio
        ),
        .executableTarget(
            name: "meterbridge",
            dependencies: [
                "Settings", "Bridge", "Control", "Threads", "Telegrams", "JSON", "Metering", "Notation", "State",
                "Decryption",
                "Registers",
                "MapExports",
                "Modbus", "Inputs",
                "Outputs", "Dashboard", argumentParser, logging, lifecycle,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: sourceSettings
        ),

        // The register maps travel inside the program: one file in the folder is one profile.
        .target(
            name: "RegisterMaps",
            path: "RegisterMaps",
            // The guide to their language.
            exclude: ["README.md"],
            swiftSettings: sourceSettings,
            plugins: ["EmbedRegisterMaps"]
        ),
        .plugin(name: "EmbedRegisterMaps", capability: .buildTool(), dependencies: ["embed-register-maps"]),
        .executableTarget(name: "embed-register-maps", swiftSettings: swiftSettings),

        .executableTarget(
            name: "benchmarks",
            dependencies: ["Telegrams", "Metering", "Registers", "Inputs", "Modbus", "Settings", "Bridge"],
            path: "Benchmarks",
            // C++ that a benchmark compiles itself, the other benchmarks, and programs in Python.
            exclude: ["Competitors", "ControlLoop", "Modbus", "Soak"],
            swiftSettings: sourceSettings
        ),
        .executableTarget(
            name: "benchmark-modbus",
            dependencies: ["Modbus", "Threads"],
            path: "Benchmarks/Modbus",
            // What the benchmark compiles itself.
            exclude: ["Programs"],
            swiftSettings: sourceSettings
        ),
        .executableTarget(
            name: "benchmark-control-loop",
            dependencies: ["CModbus", "Telegrams", "Registers", "Inputs", "Modbus", "Settings", "Bridge"],
            path: "Benchmarks/ControlLoop",
            swiftSettings: sourceSettings
        ),

        tests(of: "Telegrams", ["Telegrams"]),
        tests(of: "Metering", ["Telegrams", "Metering"]),
        tests(of: "Notation", ["Notation"]),
        tests(of: "State", ["State", "Metering", "Telegrams", "Notation"]),
        tests(
            of: "Registers",
            ["Telegrams", "Metering", "Notation", "Registers", "RegisterMaps"],
            exclude: ["BrokenMaps", "Promised"]
        ),
        .testTarget(
            name: "MapExportsTests",
            dependencies: ["Notation", "Registers", "RegisterMaps", "MapExports"],
            exclude: ["Expected"],
            swiftSettings: swiftSettings
        ),
        tests(of: "Modbus", ["Modbus"]),
        tests(of: "Inputs", ["Inputs"] + nio),
        .testTarget(
            name: "DecryptionTests",
            dependencies: ["Decryption", "COpenSSL"],
            exclude: ["Vectors"],
            swiftSettings: swiftSettings
        ),
        tests(of: "JSON", ["JSON", "Telegrams"]),
        tests(of: "Dashboard", ["Dashboard", "Metering", "Telegrams", logging, lifecycle] + nio + httpServer),
        tests(of: "Outputs", ["Outputs", "Metering", "Telegrams"]),
        tests(of: "Control", ["Control"]),
        tests(
            of: "Settings",
            [
                "Settings", "Dashboard", "Decryption", "Inputs", "Metering", "Modbus", "Notation", "Outputs",
                "Registers",
                "RegisterMaps", "Telegrams",
            ],
            exclude: ["BrokenConfigurations"]
        ),
        tests(
            of: "Bridge",
            [
                "Bridge", "Settings", "Dashboard", "Inputs", "Metering", "Modbus", "Notation", "Outputs", "Registers",
                "State",
                "Telegrams",
            ]
        ),
        // What is promised of control loops, in fewer steps than the benchmark takes.
        tests(of: "ControlLoop", ["benchmark-control-loop", "Modbus"]),
        // The program as a whole, over the wire.
        // The clients are programs in Python that the tests start.
        tests(of: "Meterbridge", ["meterbridge", "Telegrams"], exclude: ["Clients"]),
    ],
    swiftLanguageModes: [.v6]
)

// For `Fuzzing/run.sh` there are only the rooms that are fuzzed: its `--sanitize fuzzer` takes every program's main away, the
// build tools' too. An ordinary build knows nothing of this.
if Context.environment["METERBRIDGE_FUZZING"] != nil {
    let fuzzed = [
        "COpenSSL", "CModbus", "CEpoll", "Threads", "Telegrams", "Metering", "Decryption", "Modbus", "Notation",
        "State",
    ]
    func fuzzing(_ name: String, in folder: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(
            name: name,
            dependencies: dependencies,
            path: "Fuzzing/\(folder)",
            swiftSettings: sourceSettings
        )
    }
    package.products = []
    package.dependencies = []
    package.targets =
        package.targets.filter { fuzzed.contains($0.name) } + [
            .target(
                name: "FuzzingProperties",
                dependencies: ["Telegrams", "Metering"],
                path: "Fuzzing/Properties",
                swiftSettings: sourceSettings
            ),
            fuzzing("fuzz-stream", in: "Stream", ["FuzzingProperties", "Telegrams"]),
            fuzzing("fuzz-encrypted", in: "Encrypted", ["FuzzingProperties", "Telegrams", "Decryption", "COpenSSL"]),
            fuzzing("fuzz-modbus", in: "Modbus", ["FuzzingProperties", "Modbus"]),
            fuzzing("fuzz-state", in: "State", ["FuzzingProperties", "Telegrams", "Metering", "Notation", "State"]),
            fuzzing("write-fuzzing-seeds", in: "Seeds", ["Telegrams"]),
        ]
}

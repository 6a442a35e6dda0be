// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The register facts of real meters and the program that holds a gateway against them, where they are beside the checkout.
enum RegisterFacts {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../../shared"
    ).standardized.path
    static let isPresent = FileManager.default.fileExists(atPath: folder + "/tools/verify_profile.py")
}

@Suite(
    "Profiles agree with the facts of real meters",
    .enabled(
        if: RegisterFacts.isPresent,
        "the folder ../shared is absent: profiles are not held against register facts"
    ),
    .timeLimit(.minutes(2))
)
struct ProfileTests {
    @Test(
        "Every register of the real meter is readable and right",
        arguments: [("eastron-sdm630", "eastron_sdm630"), ("carlo-gavazzi-em24", "carlo_gavazzi_em24_e1")]
    )
    func facts(map: String, file: String) async throws {
        // Given the reference telegram, served as the profile
        let gateway = try await RunningGateway(["run", "-", "--as", "\(map):1"])
        let python = "/usr/bin/python3"
        let telegram = try await Program.run([python, RegisterFacts.folder + "/tools/make_reference_telegram.py"])
        // The line ends of the output were taken for its lines; a telegram has CR LF.
        try await gateway.feed(Array(telegram.output.utf8), andAwait: "fresh")

        // When every row of the facts is read
        let result = try await Program.run([
            python, RegisterFacts.folder + "/tools/verify_profile.py", RegisterFacts.folder + "/meters/\(file).csv",
            "\(gateway.port)", "1",
        ])

        // Then all agree
        #expect(result.status == 0, "\(result.output)")
        await gateway.stop()
    }

    @Test("The real Icelandic telegram of the corpus, over Modbus")
    func iceland() async throws {
        let path = RegisterFacts.folder + "/telegrams/IS-Veitur-Iskra-MIE5E200-heat.txt"
        let gateway = try await RunningGateway(["run", "file:\(path)?every=100ms"])
        await gateway.awaitState("fresh")

        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int") == [100: "588"])
        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 200, type: "4:int") == [200: "1988284"])
        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 1328, type: "3:float") == [1328: "74.8"])
        await gateway.stop()
    }
}

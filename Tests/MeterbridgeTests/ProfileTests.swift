// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The register facts of real meters and the program that holds a gateway against them, where they are beside the checkout.
enum RegisterFacts {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../../shared"
    ).standardized.path
    static let isPresent = FileManager.default.fileExists(atPath: folder + "/tools/verify_profile.py")

    /// Which facts hold for which profile.
    static let profiles = [
        ("eastron-sdm630", "eastron_sdm630"), ("eastron-sdm630-mirrored", "eastron_sdm630"),
        ("eastron-sdm72d", "eastron_sdm72d_m_v1"),
        ("eastron-sdm120", "eastron_sdm120_sdm230"), ("carlo-gavazzi-em24", "carlo_gavazzi_em24_e1"),
        ("carlo-gavazzi-em530", "carlo_gavazzi_em3xx_em5xx"), ("carlo-gavazzi-et112", "carlo_gavazzi_em1xx_et112"),
        ("sunspec-213", "sunspec_common_model1_at_40000"), ("sunspec-213", "sunspec_meter_model213_float_at_40069"),
        ("sunspec-203", "sunspec_common_model1_at_40000"), ("sunspec-203", "sunspec_meter_model203_int_at_40069"),
        ("fronius-smart-meter", "sunspec_common_model1_at_40000"),
        ("fronius-smart-meter", "sunspec_meter_model213_float_at_40069"),
        ("fronius-smart-meter", "fronius_gen24_discovery_probes"), ("kostal-ksem", "tq_em300_kostal_ksem"),
        ("kostal-ksem", "sunspec_meter_model203_int_at_40069"), ("socomec-countis-e27", "socomec_countis_diris"),
        ("chint-dtsu666", "chint_dtsu666"), ("huawei-dtsu666-h", "huawei_dtsu666_h_rtu_only"),
        ("abb-b23", "abb_b21_b23_b24"), ("siemens-pac2200", "siemens_pac2200_pac3200"),
        ("janitza-umg604", "janitza_umg"), ("wattnode-wnc", "wattnode_wnc_3y_400_mb"),
        ("shelly-pro-3em", "shelly_pro_3em"), ("phoenix-eem", "phoenix_eem_xm3xx"),
        ("inepro-pro380", "klefr_inepro_wago_0x5000"), ("schneider-iem3155", "schneider_iem3000_pm5xxx"),
        ("p1-dongle", "p1_dongel_native_map0"), ("kostal-ksem", "sunspec_common_model1_at_40000"),
        ("carlo-gavazzi-em340", "carlo_gavazzi_em3xx_em5xx"),
    ]

    /// Facts of what no profile is meant to be, and why.
    static let otherDevices: Set = [
        // An older meter for RS-485 only, whose registers are not those of the EM24 that is served.
        "carlo_gavazzi_em24_din_rs485",
        // What a Victron GX or an SMA device serves itself, where others read the grid from it.
        "victron_gx_grid_service", "sma_modbus_metering",
        // Modbus over UDP, which is not served.
        "victron_p1link_vm3p_udp_reference",
    ]

    /// Registers of weak sources that a profile leaves out on purpose; its map says why.
    static let leftOut = [
        // Distortion and the finer frequency are registers of the EM5xx.
        "carlo-gavazzi-em340": ["thd_", "frequency_hires"]
    ]
}

@Suite(
    "Profiles agree with the facts of real meters",
    .enabled(
        if: RegisterFacts.isPresent,
        "the folder ../shared is absent: profiles are not held against register facts"
    ),
    .timeLimit(.minutes(5))
)
struct ProfileTests {
    @Test("All facts belong to a profile, but for those of devices that none is meant to be")
    func coverage() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: RegisterFacts.folder + "/meters")
        let names = Set(files.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) })

        #expect(names == Set(RegisterFacts.profiles.map(\.1)).union(RegisterFacts.otherDevices))
        // The native map is no meter's but its own.
        #expect(Set(RegisterFacts.profiles.map(\.0)) == Set(EveryProfile.names).subtracting(["native"]))
    }

    @Test("Every register of the real meter is readable and right", arguments: RegisterFacts.profiles)
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

        // Then all agree, even those of weak sources; files that hold only identities have nothing to agree with
        for line in result.output.split(separator: "\n") where line.hasPrefix("doubtful rows that differ: ") {
            let quantity = line.dropFirst("doubtful rows that differ: ".count)
            #expect(RegisterFacts.leftOut[map]?.contains { quantity.hasPrefix($0) } == true, "\(map): \(line)")
        }
        #expect(result.output.contains(" 0 wrong, 0 unreadable, "), "\(result.output)")
        let isOnlyIdentity = file.contains("common_model1") || file.contains("probes")
        #expect(result.status == 0 || isOnlyIdentity, "\(result.output)")
        await gateway.stop()
    }

    @Test("The real Icelandic telegram of the corpus, over Modbus")
    func iceland() async throws {
        let path = RegisterFacts.folder + "/telegrams/IS-Veitur-Iskra-MIE5E200-heat.txt"
        let gateway = try await RunningGateway(["run", "file:\(path)?every=100ms"])
        await gateway.awaitState("fresh")

        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int") == [100: "588"])
        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 200, type: "4:int") == [200: "1988284"])
        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 1442, type: "3:float") == [1442: "74.8"])
        await gateway.stop()
    }
}

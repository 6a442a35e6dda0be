// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

@Suite struct ObisCodeTests {
    static let good = [
        ("1-0:1.8.0", "1-0:1.8.0"), ("1-0:1.8.11", "1-0:1.8.11"), ("0-1:24.2.1", "0-1:24.2.1"),
        ("1-0:1.8.0*255", "1-0:1.8.0"), ("1-0:31.7.0.255", "1-0:31.7.0"), ("1-0:72:32.0", "1-0:72.32.0"),
        ("1.8.0", "1-0:1.8.0"), ("1.8.0*255", "1-0:1.8.0"), ("255-255:255.255.255", "255-255:255.255.255"),
        ("01-00:001.008.000", "1-0:1.8.0"),
    ]

    @Test("A code in any spelling that meters use", arguments: good)
    func reads(_ text: String, _ canonical: String) throws {
        let code = try #require(ObisCode(text))
        #expect(code.description == canonical)
        #expect(ObisCode(canonical) == code)
    }

    @Test(
        "Anything else is no code",
        arguments: [
            "", "1", "1-0", "1-0:", "1-0:1", "1-0:1.8", "1-0:1.8.", "1-0:1.8.x", "1-0:1.8.0(", "1-0:1.8.0 ",
            " 1-0:1.8.0",
            "256-0:1.8.0", "1-256:1.8.0", "1-0:1.8.256", "1-0:1.8.0000", "1-0:1.8.0*", "1-0:1.8.0*256", "1,0:1.8.0",
            "1-:1.8.0", "-0:1.8.0", "1-0.1.8.0", "1-0:1.8.-1", "١-0:1.8.0",
        ]
    )
    func refuses(_ text: String) {
        #expect(ObisCode(text) == nil)
    }

    @Test("Two tariffs are two codes, however alike they begin")
    func distinct() {
        #expect(ObisCode("1-0:1.8.1") != ObisCode("1-0:1.8.11"))
        let code = ObisCode(7, 3, 1, 8, 11)
        #expect((code.medium, code.channel) == (7, 3))
        #expect((code.c, code.d, code.e) == (1, 8, 11))
    }
}

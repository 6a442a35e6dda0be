// SPDX-License-Identifier: Apache-2.0

import Inputs
import Registers
import Settings
import Testing

@testable import Bridge

@Suite("A configuration that contradicts itself is refused before anything is served")
struct GatewayCheckTests {
    @Test(
        "Sums are of meters that there are, each once",
        arguments: [
            (
                [SumConfiguration(name: "rest", terms: [.init(.plus, "house"), .init(.minus, "car")])],
                "The sum 'rest' names the meter 'car', which there is not; there is house, charger."
            ),
            ([SumConfiguration(name: "rest", terms: [])], "The sum 'rest' has no meters to add up; name at least one."),
            (
                [
                    SumConfiguration(name: "rest", terms: [.init(.plus, "house")]),
                    SumConfiguration(name: "all", terms: [.init(.plus, "rest")]),
                ],
                "The sum 'all' names 'rest', which is a sum itself; name the meters that it is made of."
            ),
            (
                [SumConfiguration(name: "rest", terms: [.init(.plus, "house"), .init(.minus, "house")])],
                "The sum 'rest' names the meter 'house' twice; name it once, its energy flows once."
            ),
            (
                [SumConfiguration(name: "house", terms: [.init(.plus, "charger")])],
                "Two meters or sums are called 'house'; give one of them another name, because consumers choose by it."
            ),
        ] as [([SumConfiguration], String)]
    )
    func sums(sums: [SumConfiguration], sentence: String) {
        var configuration = GatewayConfiguration()
        configuration.meters = ["house", "charger"].map { MeterConfiguration(name: $0, input: .standardInput) }
        configuration.sums = sums
        #expect {
            try Gateway(configuration, observer: { _ in })
        } throws: { error in
            "\(error)" == sentence
        }
    }
}

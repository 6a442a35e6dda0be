// SPDX-License-Identifier: Apache-2.0

/// What a client has read: a number, a text, or neither where it takes what it read for "not available".
struct ReadValue: Decodable {
    let number: Double?
    let text: String?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        number = try? container.decode(Double.self)
        text = try? container.decode(String.self)
    }
}

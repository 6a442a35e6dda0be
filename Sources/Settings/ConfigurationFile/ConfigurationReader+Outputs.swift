// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Notation
import Outputs

/// The page and the broker.
extension ConfigurationReader {
    mutating func page(_ statement: ConfigurationStatement, _ cursor: inout TokenCursor) throws(LineFault) {
        let example = "page 127.0.0.1:8080"
        let token = try cursor.value("an address", example: example)
        do throws(DashboardAddressFault) {
            configuration.page = try DashboardAddress(token.text)
            places.page = statement.source.place(token.range)
        } catch {
            let message =
                switch error {
                case .badHost: "\(token.quoted) is not HOST:PORT; an IPv6 address stands in brackets"
                case .badPort: "\(token.quoted) doesn't end in a port, which is a number up to 65535"
                }
            throw LineFault(message, at: token.range, hint: example)
        }
    }

    mutating func broker(_ block: ConfigurationBlock) {
        guard let heading = block.heading else {
            // One from an option, for which there is no heading in the file.
            if let first = block.statements.first, first.source.name != source.name {
                diagnostics.error(
                    "there is no line 'mqtt' that this could belong to",
                    at: first.place,
                    hint: "mqtt HOST"
                )
            }
            return
        }
        var broker: BrokerConfiguration?
        take(heading) { (_, _, cursor) throws(LineFault) in
            let token = try cursor.value("a broker", example: "mqtt broker.lan")
            let address = token.text.lowercased().hasPrefix("mqtt://") ? token.text : "mqtt://\(token.text)"
            broker = BrokerConfiguration(try Self.address(address, for: token, "mqtt broker.lan:1883"))
        }
        // A prefix can be judged without knowing the broker.
        var result = broker ?? BrokerConfiguration(MQTTAddress(host: "broker"))
        for statement in block.statements {
            take(statement) { (_, statement, cursor) throws(LineFault) in
                switch statement.key.name {
                case "user":
                    let token = try cursor.value("a user", example: "user meterbridge")
                    result.address.user = try Self.address("mqtt://\(token.text)@h", for: token, "user meterbridge")
                        .user
                case "prefix":
                    let token = try cursor.value("a topic", example: "prefix meterbridge")
                    result.address.prefix = try Self.address("mqtt://h/\(token.text)", for: token, "prefix site/meter")
                        .prefix
                default: result.passwordFile = PasswordFile(path: try cursor.path("password-file PATH").text)
                }
            }
        }
        if broker != nil { configuration.mqtt = result }
    }

    private static func address(
        _ text: String,
        for token: Token,
        _ example: String
    ) throws(LineFault) -> MQTTAddress {
        do throws(MQTTAddressFault) {
            return try MQTTAddress(text)
        } catch {
            throw LineFault(error.sentence.asMessage, at: token.range, hint: example)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Modbus
import Notation
import Registers

/// Listeners and who may connect to them.
extension ConfigurationReader {
    private static let example = "listen 0.0.0.0:502"

    mutating func listener(_ block: ConfigurationBlock) {
        guard let heading = block.heading else { return }
        var place = heading.place
        var listener: Listener?
        take(heading) { (_, heading, cursor) throws(LineFault) in
            place = heading.source.place(cursor.place)
            listener = try Self.listener(&cursor)
        }
        // Consumers of a place that can't be understood are read all the same, for their faults.
        var result = ListenerConfiguration(listener ?? .tcp(ListenAddress(host: "0.0.0.0", port: 0)))
        var units: [UInt8: SourcePlace] = [:]
        var places: [SourcePlace] = []
        for statement in block.statements where statement.key.name == "allow" {
            if case .serial = result.listener {
                diagnostics.error(
                    "nobody connects to a serial port: 'allow' is for addresses",
                    at: statement.place,
                    hint: "leave the line out"
                )
            }
            var networks: [AddressRange] = []
            take(statement) { (_, _, cursor) throws(LineFault) in networks = try Self.networks(&cursor) }
            result.allowed = (result.allowed ?? []) + networks
        }
        for statement in block.statements where statement.key.name == "consumer" {
            take(statement) { (reader, statement, cursor) throws(LineFault) in
                var line = ConsumerLine(statement.source)
                try line.read(&cursor)
                guard let consumer = reader.consumer(line, &cursor) else { return }
                places.append(statement.source.place(line.mapPlace ?? statement.word.range))
                reader.note(consumer, line, on: result.listener, &units)
                result.consumers.append(consumer)
            }
        }
        if !block.statements.contains(where: { $0.key.name == "consumer" }) {
            diagnostics.error("nothing is served here", at: heading.place, hint: "write below it: consumer 1 native")
        }
        guard listener != nil else { return }
        self.places.listeners.append(place)
        self.places.consumers.append(places)
        configuration.listeners.append(result)
    }

    /// Notes the unit of a consumer, which no other one of the listener may have.
    private mutating func note(
        _ consumer: ConsumerConfiguration,
        _ line: ConsumerLine,
        on listener: Listener,
        _ units: inout [UInt8: SourcePlace]
    ) {
        guard line.unit != nil || line.unitPlace == nil, let range = line.unitPlace ?? line.mapPlace else { return }
        let place = line.source.place(range)
        if let before = units[consumer.unit] {
            diagnostics.error(
                "unit \(consumer.unit) is taken on this listener",
                at: place,
                hint: "give one of the two another one: consumer \(consumer.unit % 247 + 1) \(consumer.map.name)",
                notes: [Diagnostic.Note("the first one stands here", at: before)]
            )
            return
        }
        units[consumer.unit] = place
        // MODBUS over Serial Line V1.02, clause 2.2: 248 to 255 are reserved.
        if case .serial = listener, consumer.unit > 247 {
            diagnostics.warning(
                "units above 247 are reserved on a serial line, and many masters can't ask for one",
                at: place,
                hint: "a unit from 1 to 247"
            )
        }
    }

    private static func listener(_ cursor: inout TokenCursor) throws(LineFault) -> Listener {
        let address = try cursor.value("an address to listen on", example: example)
        if UInt16(address.text) != nil {
            throw LineFault(
                "an address stands before the port",
                at: address.range,
                hint: "listen 0.0.0.0:\(address.text)"
            )
        }
        var tokens = [address]
        var options: [String] = []
        while let option = cursor.next, option.kind == .word, option.text.contains("=") {
            tokens.append(option)
            options.append(option.text)
            _ = cursor.take()
        }
        if !options.isEmpty, !address.text.hasPrefix("serial:") {
            throw LineFault("only a serial port has options", at: tokens[1].range, hint: example)
        }
        let query = options.isEmpty ? "" : (address.text.contains("?") ? "&" : "?") + options.joined(separator: "&")
        do throws(ListenerRequestError) {
            return try ListenerRequest(address.text + query).listener
        } catch {
            cursor.skip()
            let culprit = tokens.last { token in
                error.culprit.map { token.text.hasPrefix($0) || token.text.hasSuffix("=" + $0) } ?? false
            }
            throw LineFault(
                error.sentence.asMessage,
                at: (culprit ?? address).range,
                hint: "listen " + error.example.replacing("?", with: " ").replacing("&", with: " ")
            )
        }
    }

    static func networks(_ cursor: inout TokenCursor) throws(LineFault) -> [AddressRange] {
        var networks: [AddressRange] = []
        repeat {
            let token = try cursor.value("a network", example: "allow 192.168.1.0/24")
            do throws(AddressRangeError) {
                networks.append(try AddressRange(token.text))
            } catch {
                cursor.report(LineFault("\(error)", at: token.range))
            }
        } while cursor.next?.kind == .word && cursor.next?.isWord("=") == false
        return networks
    }

    mutating func limit(_ statement: ConfigurationStatement, _ cursor: inout TokenCursor) throws(LineFault) {
        // A million is more than Linux lets a process open by default.
        let counts = 1...1_000_000
        switch statement.key.name {
        case "connections":
            configuration.limits.connections = try cursor.integer(in: counts, example: "connections 512")
        case "connections-per-address":
            configuration.limits.connectionsPerAddress = try cursor.integer(
                in: counts,
                example: "connections-per-address 256"
            )
        case "evictable-after":
            configuration.limits.evictableAfter = try cursor.duration(
                in: .seconds(1)...(.seconds(3600)),
                example: "evictable-after 10s"
            )
        case "frame-deadline":
            configuration.limits.frameDeadline = try cursor.duration(
                in: .milliseconds(100)...(.seconds(60)),
                example: "frame-deadline 5s"
            )
        case "allow":
            let networks = try Self.networks(&cursor)
            configuration.limits.allowed = (configuration.limits.allowed ?? []) + networks
        default: break
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Inputs
import Metering
import Modbus
import Notation
import Outputs
package import Registers
import Telegrams

/// A configuration as the text of a file: reading it gives the same configuration again.
package struct ConfigurationText {
    package private(set) var text = ""
    private let library: MapLibrary

    /// - Parameter library: the register maps as they are without anybody's choice of constants and word order.
    package init(_ configuration: GatewayConfiguration, _ library: MapLibrary) {
        self.library = library
        if let folder = configuration.mapsFolder { line("maps", Self.quoted(folder), indentation: "") }
        if let folder = configuration.stateFolder { line("state", Self.quoted(folder), indentation: "") }
        for meter in configuration.meters { write(meter) }
        for sum in configuration.sums { write(sum) }
        for listener in configuration.listeners { write(listener) }
        write(configuration.limits)
        if let page = configuration.page {
            gap()
            line("page", "\(page)", indentation: "")
        }
        if let mqtt = configuration.mqtt { write(mqtt) }
    }

    private mutating func write(_ meter: MeterConfiguration) {
        heading("meter \(meter.name)")
        line("input", Self.words("\(meter.input)"))
        if let age = meter.staleAfter { line("stale-after", age.notation) }
        if let time = meter.frozenAfter { line("frozen-after", time.notation) }
        if meter.checksumPolicy != .ifPresent { line("crc", meter.checksumPolicy.rawValue) }
        if let country = meter.country { line("country", country.rawValue) }
        guard let keys = meter.keys else { return }
        write("key", keys.key)
        if let place = keys.authenticationKey { write("authentication-key", place) }
    }

    private mutating func write(_ name: String, _ place: MeterKeys.Place) {
        switch place {
        case .file(let path): line("\(name)-file", Self.quoted(path))
        case .environment(let variable): line("\(name)-environment", variable)
        }
    }

    private mutating func write(_ sum: SumConfiguration) {
        var terms = ""
        for term in sum.terms {
            let sign = term.sign == .minus ? "- " : terms.isEmpty ? "" : "+ "
            terms += (terms.isEmpty ? "" : " ") + sign + term.meter
        }
        heading("sum \(sum.name) = \(terms)")
    }

    private mutating func write(_ listener: ListenerConfiguration) {
        heading("listen \(Self.words("\(listener.listener)"))")
        for consumer in listener.consumers { line("consumer", words(consumer)) }
        for network in listener.allowed ?? [] { line("allow", "\(network)") }
    }

    private func words(_ consumer: ConsumerConfiguration) -> String {
        let map = consumer.map
        var words = ["\(consumer.unit)", Self.quoted(map.name), "of \(consumer.meter)"]
        if let name = consumer.name { words.append("name \"\(name)\"") }
        if let deviceClass = consumer.deviceClass { words.append("class \(deviceClass.rawValue)") }
        let base = try? library.map(map.name)
        if let base, base.order != map.order { words.append(map.order.rawValue) }
        words += Self.words(consumer.adjustment)
        switch consumer.pacing {
        case .immediate: break
        case .paced(let time): words.append("paced \(time.notation)")
        case .once(let time): words.append("once \(time.notation)")
        }
        let own = consumer.ownFailSafe
        let policies = [
            ("stale", own.stale), ("waiting", own.waiting), ("lost", own.lost), ("recovering", own.recovering),
        ]
        for (state, policy) in policies { if let policy { words.append("\(state) \(policy)") } }
        for (name, value) in map.constants.sorted(by: { $0.key < $1.key }) where base?.constants[name] != value {
            words.append("set \(name)=\(value)")
        }
        return words.joined(separator: " ")
    }

    private static func words(_ adjustment: Adjustment) -> [String] {
        var words: [String] = []
        let standard = Adjustment()
        if adjustment.offset != standard.offset || adjustment.offsetPlace != standard.offsetPlace {
            switch adjustment.offsetPlace {
            case .everyPhase: words.append("offset \(adjustment.offset) W")
            case .phase(let phase): words.append("offset \(adjustment.offset) W on \(phase.word)")
            }
        }
        if adjustment.scale != standard.scale { words.append("scale \(adjustment.scale)") }
        if adjustment.phases != standard.phases {
            words.append("phases " + adjustment.phases.map(\.word).joined(separator: " "))
        }
        return words
    }

    private mutating func write(_ limits: ConnectionLimits) {
        let standard = ConnectionLimits()
        guard limits != standard else { return }
        heading("limits")
        if limits.connections != standard.connections { line("connections", "\(limits.connections)") }
        if let count = limits.connectionsPerAddress { line("connections-per-address", "\(count)") }
        if limits.evictableAfter != standard.evictableAfter { line("evictable-after", limits.evictableAfter.notation) }
        if limits.frameDeadline != standard.frameDeadline { line("frame-deadline", limits.frameDeadline.notation) }
        for network in limits.allowed ?? [] { line("allow", "\(network)") }
    }

    private mutating func write(_ broker: BrokerConfiguration) {
        let address = broker.address
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        heading("mqtt \(host)" + (address.port == MQTTAddress.standardPort ? "" : ":\(address.port)"))
        if let user = address.user { line("user", Self.quoted(user)) }
        if let file = broker.passwordFile { line("password-file", Self.quoted(file.path)) }
        if address.prefix != MQTTAddress.standardPrefix { line("prefix", Self.quoted(address.prefix)) }
    }

    private mutating func heading(_ words: String) {
        gap()
        text += words + "\n"
    }

    private mutating func gap() { if !text.isEmpty { text += "\n" } }

    private mutating func line(_ word: String, _ rest: String, indentation: String = "  ") {
        // As wide as the words that are used most.
        let padding = String(repeating: " ", count: max(1, 14 - word.count))
        text += indentation + word + padding + rest + "\n"
    }

    /// An address with its options behind it instead of in it.
    private static func words(_ address: String) -> String {
        let parts = address.split(separator: "?", maxSplits: 1)
        guard parts.count == 2 else { return quoted(address) }
        return quoted(String(parts[0])) + "  " + parts[1].replacing("&", with: " ")
    }

    /// A word as it stands, or in quotes where the notation would take it apart.
    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && !word.hasPrefix("#") && !word.contains { $0.isWhitespace || "(),".contains($0) }
        return isPlain ? word : "\"\(word)\""
    }
}

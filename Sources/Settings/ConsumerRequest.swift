// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Modbus
import Notation
package import Registers

/// What a consumer wants of a map, as `run --as` and `maps export` take it:
/// `MAP[:UNIT][,low-first|high-first][,paced=TIME|,once=TIME][,class=CLASS][,stale="POLICY"][,NAME=VALUE…]`, like `stale` the
/// other states, `waiting`, `lost` and `recovering`, and `offset=`, `scale=` and `phases=` of ``AdjustmentOptions``.
package struct ConsumerRequest: Sendable {
    /// The map's name, or for a command that takes files the path of one.
    package var map: String
    package let unit: UInt8?
    package let order: WordOrder?
    /// Values for the map's `set` lines, as they were written.
    package let overrides: [String: String]
    /// When it is answered.
    package let pacing: Pacing
    /// What it is told instead of what the meter says.
    package let adjustment: Adjustment
    /// What kind of device it is, where that was said.
    package let deviceClass: DeviceClass?
    /// What it is told while the meter is not fresh, as far as that was said.
    package let ownFailSafe: OwnFailSafe

    /// - Throws: a sentence that says which part is wrong.
    package init(_ text: String) throws(ConsumerRequestError) {
        let parts = ConsumerRequest.parts(text)
        let head = (parts.first ?? "").split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = head.first, !name.isEmpty else { throw .noMap(text) }
        map = String(name)
        if head.count == 2 {
            guard let number = UInt8(head[1]), RegisterMapParser.unitIdentifiers.contains(number)
            else { throw .badUnit(String(head[1]), text) }
            unit = number
        } else {
            unit = nil
        }
        var order: WordOrder?
        var overrides: [String: String] = [:]
        var pacing: Pacing?
        var adjusting = AdjustmentOptions()
        var safety = SafetyOptions()
        for part in parts.dropFirst() {
            if try safety.take(part, text) { continue }
            if let named = WordOrder(rawValue: part) {
                order = named
            } else if let asked = try Self.pacing(part) {
                if pacing != nil { throw .pacedTwice(text) }
                pacing = asked
            } else if try Self.take(part, into: &adjusting) {
                continue
            } else if let equals = part.firstIndex(of: "="), equals > part.startIndex {
                let name = String(part[..<equals])
                guard overrides[name] == nil else { throw .setTwice(name, text) }
                overrides[name] = part[part.index(after: equals)...].filter { $0 != "\"" }
            } else {
                throw .unknownOption(part, Spelling.suggestion(for: part, in: WordOrder.allCases.map(\.rawValue)))
            }
        }
        self.order = order
        self.overrides = overrides
        self.pacing = pacing ?? .immediate
        deviceClass = safety.deviceClass
        ownFailSafe = safety.own
        adjustment = adjusting.adjustment
    }

    private static func take(_ option: String, into options: inout AdjustmentOptions) throws(ConsumerRequestError)
        -> Bool
    {
        do throws(AdjustmentOptionError) {
            return try options.take(option)
        } catch {
            throw .badAdjustment(error)
        }
    }

    /// `paced=800ms` or `once=800ms`; nil if it is another option.
    private static func pacing(_ option: String) throws(ConsumerRequestError) -> Pacing? {
        let halves = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = halves.first, name == "paced" || name == "once" else { return nil }
        guard halves.count == 2, let time = Duration(notation: halves[1]), Pacing.waits.contains(time) else {
            throw .badWait(option, name: String(name))
        }
        return name == "paced" ? .paced(atMost: time) : .once(atMost: time)
    }

    /// The map with the word order and the constants that were asked for.
    package func profile(_ library: MapLibrary) throws(MapLibraryError) -> RegisterMap {
        let profile = try library.map(map, overrides: overrides)
        guard let order, profile.order != order else { return profile }
        return profile.mirrored()
    }

    /// The parts between the commas; a text in double quotes may have commas of its own.
    private static func parts(_ text: String) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts
    }

    /// The consumer that was asked for, of `meter`.
    package func consumer(of meter: String, _ library: MapLibrary) throws(MapLibraryError) -> ConsumerConfiguration {
        let profile = try profile(library)
        let unit = unit ?? profile.units.first ?? 1
        return ConsumerConfiguration(
            meter: meter,
            map: profile,
            unit: unit,
            pacing: pacing,
            adjustment: adjustment,
            deviceClass: deviceClass,
            ownFailSafe: ownFailSafe
        )
    }
}

/// The options that say what a consumer is told while its meter is not fresh.
private struct SafetyOptions {
    private(set) var deviceClass: DeviceClass?
    private(set) var own = OwnFailSafe()

    private static var states: [String: WritableKeyPath<OwnFailSafe, FailSafePolicy?>] {
        ["stale": \.stale, "waiting": \.waiting, "lost": \.lost, "recovering": \.recovering]
    }

    /// - Returns: whether it is such an option.
    mutating func take(_ option: String, _ text: String) throws(ConsumerRequestError) -> Bool {
        guard let equals = option.firstIndex(of: "=") else { return false }
        let (name, value) = (String(option[..<equals]), option[option.index(after: equals)...].filter { $0 != "\"" })
        if name == "class" {
            guard let named = DeviceClass(rawValue: value) else { throw .badClass(value) }
            guard deviceClass == nil else { throw .setTwice(name, text) }
            deviceClass = named
            return true
        }
        guard let state = SafetyOptions.states[name] else { return false }
        guard own[keyPath: state] == nil else { throw .setTwice(name, text) }
        do throws(FailSafePolicyFault) {
            own[keyPath: state] = try FailSafePolicy(notation: value)
        } catch {
            throw .badPolicy(option, error)
        }
        return true
    }
}

/// Why a text asks for no consumer.
package enum ConsumerRequestError: Error, CustomStringConvertible {
    case noMap(String)
    case badUnit(String, String)
    case setTwice(String, String)
    case badWait(String, name: String)
    case pacedTwice(String)
    case badAdjustment(AdjustmentOptionError)
    case badClass(String)
    case badPolicy(String, FailSafePolicyFault)
    case unknownOption(String, String?)

    package var description: String {
        switch self {
        case .noMap(let text):
            "'\(text)' names no register map; write for example eastron-sdm630 or eastron-sdm630:2"
        case .badUnit(let unit, let text):
            "'\(unit)' in '\(text)' is no unit identifier; it is a number from 1 to 254"
        case .setTwice(let name, let text):
            "'\(name)' has two values in '\(text)'; give it one"
        case .badWait(let option, let name):
            "'\(option)' says no time that an answer may wait; write \(name)= and a time from 10ms to 60s, such as \(name)=800ms"
        case .pacedTwice(let text):
            """
            '\(text)' says twice when answers wait; write either paced=800ms (for the next telegram) \
            or once=800ms (only if the telegram is known already)
            """
        case .badAdjustment(let error): error.description
        case .badClass(let name):
            "'\(name)' is no class of devices; it is one of \(DeviceClass.allCases.map(\.rawValue).joined(separator: ", "))"
        case .badPolicy(let option, let fault):
            "'\(option)' says no fail-safe policy: \(fault)"
        case .unknownOption(let option, let suggestion):
            """
            '\(option)' is neither high-first, low-first, paced=TIME, once=TIME, class=CLASS, stale=POLICY, offset=POWER, \
            scale=NUMBER, phases=ORDER nor NAME=VALUE\(suggestion.map { "; \($0)" } ?? "")
            """
        }
    }
}

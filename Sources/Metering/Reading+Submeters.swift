// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Reading {
    /// A submeter's stamp may be this far ahead of the meter's clock, in seconds: neither is set to the second, and hourly
    /// values may bear the hour they end.
    private static let greatestStampAhead: Int64 = 3600

    mutating func takeSubmeters(_ channels: SubmeterChannels) {
        for channel in channels.channels {
            guard var submeter = Submeter(telegram, channel) else { continue }
            if let captured = submeter.captured, let seconds = age(captured), seconds < -Reading.greatestStampAhead {
                doubt(telegram.objects[submeter.object], .stampAhead)
                submeter = submeter.withoutStamp
            }
            let place = submeters.firstIndex { submeter.precedes($0) } ?? submeters.endIndex
            submeters.insert(submeter, at: place)
        }
        for submeter in submeters {
            guard let quantity = take(submeter) else { continue }
            guard let channel = channels.channels.first(where: { $0.number == submeter.channel }) else { continue }
            takeSiblings(of: quantity, channel)
        }
    }

    /// What the channel that said a quantity says besides.
    private mutating func takeSiblings(of quantity: Quantity, _ channel: SubmeterChannels.Channel) {
        switch quantity {
        case .gasVolume:
            guard let valve = channel.valve, let state = telegram.measurement(telegram.objects[valve]) else { return }
            values.set(.gasValve, state.number, sentBy: valve)
        case .heatVolume:
            guard let heat = HeatValues(telegram, channel) else { return }
            if let flow = heat.flow { values.set(.heatFlow, flow.number, sentBy: flow.object) }
            if let supply = heat.supply { values.set(.heatSupply, supply.number, sentBy: supply.object) }
            if let returning = heat.returning { values.set(.heatReturn, returning.number, sentBy: returning.object) }
        default: break
        }
    }

    /// Takes back what a submeter says now, as if the telegram lacked it. How old it is stays known, and so do the objects as they
    /// were sent.
    package mutating func withdraw(_ submeter: Submeter) {
        for index in Quantity.gasVolume.rawValue...Quantity.gasValve.rawValue {
            guard let quantity = Quantity(rawValue: index) else { continue }
            let (kind, object) = values.origin(quantity)
            guard kind == .sent, telegram.objects[Int(object)].code.channel == submeter.channel else { continue }
            values.remove(quantity)
        }
    }

    /// The quantity that it was taken as, if one was free.
    private mutating func take(_ submeter: Submeter) -> Quantity? {
        guard let quantity = freePlace(submeter) else { return nil }
        values.set(quantity, submeter.value, sentBy: submeter.object)
        // In the catalogue every value of a submeter is followed by its age.
        let seconds = submeter.captured.flatMap { age($0) }
        values.derive(quantity.advanced(by: 1), .timeStamp, seconds.map { Decimal(max(0, $0)) })
        return quantity
    }

    /// Seconds that a stamp is before the meter's clock.
    private func age(_ captured: MeterClock) -> Int64? {
        clock.map {
            $0.secondsSince1970(standardOffset: standardOffset)
                - captured.secondsSince1970(standardOffset: standardOffset)
        }
    }

    private func freePlace(_ submeter: Submeter) -> Quantity? {
        switch submeter.medium {
        case .gas: first(.gasVolume, or: .gas2Volume)
        case .water: first(.waterVolume, or: .water2Volume)
        case .warmWater: first(.water2Volume)
        case .heat: submeter.countsEnergy ? first(.heatEnergy, or: .heat2Energy) : first(.heatVolume)
        case .cooling: submeter.countsEnergy ? first(.coolingEnergy) : nil
        case .electricity: submeter.countsEnergy ? first(.electricityEnergy, or: .electricity2Energy) : nil
        }
    }

    private func first(_ quantity: Quantity, or other: Quantity? = nil) -> Quantity? {
        if !values.has(quantity) { return quantity }
        return other.flatMap { values.has($0) ? nil : $0 }
    }

    /// Who a submeter says it is.
    package func identifier(of submeter: Submeter) -> String? {
        [submeter.identifiers.first, submeter.identifiers.second].lazy
            .compactMap { $0 }
            .compactMap { telegram.bytes(telegram.objects[$0]) }
            .map { OctetString.text($0) }
            .first { !$0.isEmpty }
    }
}

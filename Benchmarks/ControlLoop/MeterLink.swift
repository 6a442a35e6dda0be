// SPDX-License-Identifier: Apache-2.0

/// What stands between the meter and the inverter that reads it. All instants are milliseconds of simulated time.
protocol MeterLink: AnyObject {
    /// Milliseconds from the last byte of a telegram until its value is told.
    var processingTime: Int { get }

    /// A telegram is there and processed.
    func take(_ telegram: GridMeter.Telegram, at millisecond: Int) async throws

    /// Comes by four times a second, as a gateway looks at its meters.
    func look(at millisecond: Int) async

    /// The inverter asks.
    func ask(at millisecond: Int) async throws

    /// Time has passed: what the inverter gets for its request now, if anything.
    func answer(at millisecond: Int) async throws -> MeterAnswer?

    /// The inverter has waited for too long, and doesn't want its answer any more.
    func giveUp() async throws
}

enum MeterAnswer: Equatable {
    /// Watts, import above zero.
    case power(Double)
    /// A Modbus exception.
    case exception(UInt8)
}

/// Tells the last value at once and for ever: with a meter that always speaks it is the meter itself, read without anything in
/// between; with a meter that falls silent it is a gateway that doesn't care.
final class LastValueLink: MeterLink {
    let processingTime = 0
    private var last: Double?
    private var isAsked = false

    func take(_ telegram: GridMeter.Telegram, at millisecond: Int) { last = telegram.watts }

    func look(at millisecond: Int) {}

    func ask(at millisecond: Int) { isAsked = true }

    func answer(at millisecond: Int) -> MeterAnswer? {
        guard isAsked, let last else { return nil }
        isAsked = false
        return .power(last)
    }

    func giveUp() { isAsked = false }
}

// SPDX-License-Identifier: Apache-2.0

/// One of the last requests, with the words that it was told.
package struct RecentRequest: Sendable {
    package let record: RequestRecord
    /// At most ``RequestRing/mostWords``; of bits each is 0 or 1.
    package let words: [UInt16]
}

/// What was asked, by whom, and what became of it. It refers to nothing, so that it is kept without ado.
package struct RequestRecord: Sendable {
    /// When its last byte was there, since the server was made.
    package let arrival: Duration
    /// The listener that it came by.
    package let listener: ListenerID
    /// The address that it came from, without a port; nil on a serial line.
    package let client: PeerAddress?
    /// As it was asked for.
    package let unit: UInt8
    /// The function code; 0 if the request had none.
    package let function: UInt8
    /// The first address; nil if the function has none, or the request was cut.
    package let address: UInt16?
    /// How many elements from there; nil as the address, and for writes of one register.
    package let count: UInt16?
    package let outcome: RequestOutcome
    /// How many words it was told, of those that are kept.
    var wordCount = 0
    /// Until the answer was sent; nil if none was.
    package let serviceTime: Duration?

    /// - Parameter request: the protocol data unit.
    init(_ request: Span<UInt8>, unit: UInt8, listener: ListenerID, client: PeerAddress?, _ exchange: Traffic.Exchange)
    {
        arrival = exchange.arrival
        self.listener = listener
        self.client = client
        self.unit = unit
        function = request.isEmpty ? 0 : request[0]
        let hasAddress: Bool
        let hasCount: Bool
        // MODBUS Application Protocol V1.1b3, clauses 6.1 to 6.12: address and quantity, or address and value.
        switch function {
        case 1...4, 15, 16: (hasAddress, hasCount) = (true, true)
        case 5, 6: (hasAddress, hasCount) = (true, false)
        default: (hasAddress, hasCount) = (false, false)
        }
        address = hasAddress && request.count >= 3 ? request.word(at: 1) : nil
        count = hasCount && request.count >= 5 ? request.word(at: 3) : nil
        outcome = exchange.outcome
        serviceTime = exchange.serviceTime
    }
}

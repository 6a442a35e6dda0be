// SPDX-License-Identifier: Apache-2.0

/// What becomes of a request.
package enum Judgement: Sendable, Equatable {
    /// Answer a read of function 1 to 4.
    case read(ReadAnswer)
    /// The same, when the unit's ``Pacing`` allows.
    case pacedRead(ReadAnswer)
    case exception(ModbusException)
    /// Echo a write of functions 6 or 16 that changes nothing.
    case acknowledgedWrite
    /// Answer function 17.
    case serverIdentification(DeviceIdentity)
    /// Answer function 43/14.
    case deviceIdentification(DeviceIdentity, DeviceIdentificationRequest)
    /// Answer nothing.
    case silence(closesConnection: Bool)
}

/// Which words answer a read.
package struct ReadAnswer: Sendable, Equatable {
    /// The table that is read, which says the function.
    package var table: AddressTable
    /// The first address, as the client asked for it.
    package var address: UInt16
    /// How many elements.
    package var count: Int
    /// The image that they are taken from.
    package var words: [UInt16]
    /// Where the first of them stands in the image; `offset + count` is at most the size of the image.
    package var offset: Int
    /// Whether volatile words among them must be computed first.
    package var needsRefresh: Bool

    package init(
        table: AddressTable,
        address: UInt16,
        count: Int,
        words: [UInt16],
        offset: Int,
        needsRefresh: Bool
    ) {
        self.table = table
        self.address = address
        self.count = count
        self.words = words
        self.offset = offset
        self.needsRefresh = needsRefresh
    }
}

/// What a request of function 43/14 asks for (MODBUS Application Protocol V1.1b3, clause 6.21).
package enum DeviceIdentificationRequest: Sendable, Equatable {
    /// Codes 1, 2, 3: all objects from this one on. The code comes back in the answer.
    case stream(code: UInt8, firstObject: UInt8)
    /// Code 4: this object.
    case individual(object: UInt8)
}

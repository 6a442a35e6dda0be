// SPDX-License-Identifier: Apache-2.0

/// Carries out judgements: reads and exceptions by libmodbus, what it doesn't know by own bytes.
struct Responder: ~Copyable {
    var libmodbus: LibmodbusContext
    let format: FrameFormat
    /// Words of answers that are computed at the moment of answering; reused.
    private var words: [UInt16] = []
    /// Frames of our own making; reused.
    private var bytes: [UInt8] = []

    /// - Throws: ``ServerError/systemCall(_:errno:)`` if there is no memory.
    init(_ format: FrameFormat) throws(ServerError) {
        self.init(try LibmodbusContext(format), format)
    }

    init(_ libmodbus: consuming LibmodbusContext, _ format: FrameFormat) {
        self.libmodbus = libmodbus
        self.format = format
        words.reserveCapacity(AddressTable.coils.largestRead)
        bytes.reserveCapacity(MBAP.longestFrame)
    }

    /// Sends what `judgement` says; `frame` is the request and `unit` the one that it was judged for.
    ///
    /// - Parameter ring: is told the words of a read.
    /// - Returns: the length of the answer's frame; below 1 if the socket didn't take all of it: then its stream is broken.
    mutating func respond(
        to frame: Span<UInt8>,
        with judgement: consuming Judgement,
        of unit: UnitSnapshot?,
        at now: ContinuousClock.Instant,
        on descriptor: Int32,
        telling ring: inout RequestRing
    ) -> Int {
        switch consume judgement {
        case .read(let answer), .pacedRead(let answer):
            let areBits = answer.table == .coils || answer.table == .discreteInputs
            guard answer.needsRefresh, let unit else {
                ring.tell(answer.words, from: answer.offset, count: answer.count, areBits: areBits)
                return libmodbus.reply(to: frame, with: answer, on: descriptor)
            }
            refreshWords(of: answer, from: unit, at: now)
            ring.tell(words, from: 0, count: answer.count, areBits: areBits)
            return libmodbus.reply(to: frame, with: answer, replacedBy: words, on: descriptor)
        case .exception(let exception):
            return libmodbus.replyException(exception, to: frame, on: descriptor)
        case .acknowledgedWrite:
            // Both functions echo address and value or quantity: 5 bytes from the function code on.
            beginFrame(answering: frame)
            for index in format.headerLength..<min(format.headerLength + 5, frame.count) { bytes.append(frame[index]) }
            return sendFrame(on: descriptor)
        case .serverIdentification(let identity):
            beginFrame(answering: frame)
            DeviceIdentification.appendServerIdentification(of: identity, to: &bytes)
            return sendFrame(on: descriptor)
        case .deviceIdentification(let identity, let request):
            beginFrame(answering: frame)
            DeviceIdentification.append(request, of: identity, to: &bytes)
            return sendFrame(on: descriptor)
        case .silence: return 0
        }
    }

    private mutating func refreshWords(
        of answer: ReadAnswer,
        from unit: UnitSnapshot,
        at now: ContinuousClock.Instant
    ) {
        words.removeAll(keepingCapacity: true)
        words.append(contentsOf: answer.words[answer.offset..<answer.offset + answer.count])
        var span = words.mutableSpan
        unit.refresh(now, answer.offset, &span)
    }

    private mutating func beginFrame(answering frame: Span<UInt8>) {
        bytes.removeAll(keepingCapacity: true)
        for index in 0..<min(format.headerLength, frame.count) { bytes.append(frame[index]) }
    }

    private mutating func sendFrame(on descriptor: Int32) -> Int {
        guard bytes.count > format.headerLength else { return 0 }
        guard bytes.count <= format.headerLength + DeviceIdentification.longestDataUnit else { return 0 }
        switch format {
        case .mbap:
            bytes[4] = 0
            // A length of 254 is the most, so that its high byte is always 0.
            bytes[5] = UInt8(truncatingIfNeeded: bytes.count - MBAP.uncounted)
            return TCPSocket.send(bytes.span, on: descriptor) ? bytes.count : 0
        case .rtu:
            return libmodbus.sendRTU(bytes.span, on: descriptor)
        }
    }
}

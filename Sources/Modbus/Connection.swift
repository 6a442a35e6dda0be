// SPDX-License-Identifier: Apache-2.0

/// One client's connection.
final class Connection {
    let socket: TCPSocket
    let peer: PeerAddress
    /// The listener that it came by.
    let listener: ListenerID
    /// The client's place in the table of clients; nil if that has no room for it.
    let clientPlace: Int?
    /// What came in, where frames have headers.
    var buffer = MBAPFrameBuffer()
    /// What came in, where frames are RTU; nil elsewhere.
    var rtuBuffer: RTUFrameBuffer?
    /// When the readiness was seen that brought the last bytes, or when it was opened.
    var lastActivity: ContinuousClock.Instant
    /// When the frame that isn't complete yet began.
    var frameBegan: ContinuousClock.Instant?
    /// The unit id whose silence was the last that this client met; nil once it is answered again.
    var silentUnit: UInt8?
    /// When its reads of paced units are answered.
    var pace = Pace()
    /// The read whose answer waits; until it is sent, nothing more is read.
    var held: HeldRequest?
    /// Whether only its end is watched for, because an answer waits.
    var isMuted = false

    init(
        socket: TCPSocket,
        peer: PeerAddress,
        listener: ListenerID,
        clientPlace: Int?,
        format: FrameFormat,
        openedAt: ContinuousClock.Instant
    ) {
        self.socket = socket
        self.peer = peer
        self.listener = listener
        self.clientPlace = clientPlace
        rtuBuffer = format == .rtu ? RTUFrameBuffer() : nil
        lastActivity = openedAt
    }
}

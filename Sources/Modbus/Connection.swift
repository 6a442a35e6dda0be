// SPDX-License-Identifier: Apache-2.0

/// One client's connection.
final class Connection {
    let socket: TCPSocket
    let peer: PeerAddress
    /// The index of the listener that it came by.
    let listener: Int
    /// What came in, where frames have headers.
    var buffer = MBAPFrameBuffer()
    /// What came in, where frames are RTU; nil elsewhere.
    var rtuBuffer: RTUFrameBuffer?
    /// When the last bytes came, or when it was opened.
    var lastActivity: ContinuousClock.Instant
    /// When the frame that isn't complete yet began.
    var frameBegan: ContinuousClock.Instant?
    /// The unit id whose silence was the last that this client met; nil once it is answered again.
    var silentUnit: UInt8?

    init(socket: TCPSocket, peer: PeerAddress, listener: Int, format: FrameFormat, openedAt: ContinuousClock.Instant) {
        self.socket = socket
        self.peer = peer
        self.listener = listener
        rtuBuffer = format == .rtu ? RTUFrameBuffer() : nil
        lastActivity = openedAt
    }
}

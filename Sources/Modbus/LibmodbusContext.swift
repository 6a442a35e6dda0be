// SPDX-License-Identifier: Apache-2.0

import CModbus
import Glibc

/// A libmodbus context of a server thread, one for each format of frames: builds the answers and sends them.
///
/// libmodbus keeps no state of a connection in it, so one context serves all: each answer names its socket. It trusts
/// what is inside a request, sleeps for half a second over requests that it dislikes, and throws away what the client
/// sent after them; so nothing comes here but what ``RequestJudge`` has passed.
@safe
struct LibmodbusContext: ~Copyable {
    /// Function code, address, quantity.
    private static let readRequestLength = 5

    let context: OpaquePointer
    private let format: FrameFormat
    /// libmodbus wants one byte for each bit.
    private var bits = [UInt8](repeating: 0, count: AddressTable.coils.largestRead)

    /// - Throws: ``ServerError/systemCall(_:errno:)`` if there is no memory.
    init(_ format: FrameFormat) throws(ServerError) {
        switch format {
        case .mbap: try unsafe self.init(modbus_new_tcp_pi(nil, "502"), format)
        // No port of this name is ever opened: each answer names its socket.
        case .rtu: try unsafe self.init(modbus_new_rtu("none", 9600, 78, 8, 1), format)
        }
    }

    /// Takes over a context that libmodbus has just made.
    init(_ made: OpaquePointer?, _ format: FrameFormat) throws(ServerError) {
        guard let context = unsafe made else { throw .systemCall("modbus_new", errno: errno) }
        unsafe self.context = context
        self.format = format
        // The time that libmodbus sleeps before exceptions of its own making; 0 is not allowed.
        _ = unsafe modbus_set_response_timeout(context, 0, 1)
    }

    deinit { unsafe modbus_free(context) }

    /// Answers a read with `count` words of `words` from `offset` on; all as ``RequestJudge`` passed it.
    ///
    /// - Returns: the length of the answer's frame; below 1 if the socket didn't take all of it: then its stream is broken.
    mutating func reply(to frame: Span<UInt8>, with answer: ReadAnswer, on descriptor: Int32) -> Int {
        reply(
            to: frame,
            table: answer.table,
            address: answer.address,
            count: answer.count,
            words: answer.words,
            offset: answer.offset,
            on: descriptor
        )
    }

    /// Answers a read with `words`, as many as were asked for, in the place of those that `answer` points at.
    mutating func reply(
        to frame: Span<UInt8>,
        with answer: ReadAnswer,
        replacedBy words: [UInt16],
        on descriptor: Int32
    ) -> Int {
        reply(
            to: frame,
            table: answer.table,
            address: answer.address,
            count: answer.count,
            words: words,
            offset: 0,
            on: descriptor
        )
    }

    /// Answers with an exception. Of `frame` only the header and the function code count.
    func replyException(_ exception: ModbusException, to frame: Span<UInt8>, on descriptor: Int32) -> Int {
        guard frame.count > format.headerLength else { return 0 }
        // Padded to the 8 bytes that libmodbus reads. It adds 0x80 to the function code without a look, so that a code
        // that has the bit already would come back as a success.
        var header: InlineArray<8, UInt8> = .init(repeating: 0)
        for index in 0...format.headerLength { header[index] = frame[index] }
        header[format.headerLength] &= 0x7F
        let span = header.span
        _ = unsafe modbus_set_socket(context, descriptor)
        return unsafe span.withUnsafeBufferPointer { header in
            Int(unsafe modbus_reply_exception(context, header.baseAddress, UInt32(exception.rawValue)))
        }
    }

    /// Sends an answer that libmodbus doesn't know: `bytes` are unit id, function code and data; libmodbus adds the checksum
    /// and turns the adapter. Only for RTU, since libmodbus gives such frames transaction id 0.
    func sendRTU(_ bytes: Span<UInt8>, on descriptor: Int32) -> Int {
        _ = unsafe modbus_set_socket(context, descriptor)
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            // It only reads what it is given.
            Int(
                unsafe modbus_send_raw_request(
                    context,
                    UnsafeMutablePointer(mutating: bytes.baseAddress),
                    Int32(bytes.count)
                )
            )
        }
    }

    private mutating func reply(
        to frame: Span<UInt8>,
        table: AddressTable,
        address: UInt16,
        count: Int,
        words: [UInt16],
        offset: Int,
        on descriptor: Int32
    ) -> Int {
        guard count > 0, count <= table.largestRead, offset >= 0, offset <= words.count - count else { return 0 }
        guard frame.count == format.headerLength + Self.readRequestLength + format.trailerLength else { return 0 }
        switch table {
        case .coils, .discreteInputs:
            for index in 0..<count { bits[index] = words[offset + index] == 0 ? 0 : 1 }
            let context = unsafe context
            return unsafe bits.withUnsafeMutableBufferPointer { bits in
                var mapping = unsafe modbus_mapping_t()
                if table == .coils {
                    unsafe mapping.nb_bits = Int32(count)
                    unsafe mapping.start_bits = Int32(address)
                    unsafe mapping.tab_bits = bits.baseAddress
                } else {
                    unsafe mapping.nb_input_bits = Int32(count)
                    unsafe mapping.start_input_bits = Int32(address)
                    unsafe mapping.tab_input_bits = bits.baseAddress
                }
                return unsafe Self.send(&mapping, frame, descriptor, context)
            }
        case .inputRegisters, .holdingRegisters:
            return unsafe words.withUnsafeBufferPointer { words in
                guard let base = words.baseAddress else { return 0 }
                // libmodbus only writes to a mapping for functions 5, 6, 15, 16, 22 and 23, which never come here.
                let first = unsafe UnsafeMutablePointer(mutating: base + offset)
                var mapping = unsafe modbus_mapping_t()
                if table == .holdingRegisters {
                    unsafe mapping.nb_registers = Int32(count)
                    unsafe mapping.start_registers = Int32(address)
                    unsafe mapping.tab_registers = first
                } else {
                    unsafe mapping.nb_input_registers = Int32(count)
                    unsafe mapping.start_input_registers = Int32(address)
                    unsafe mapping.tab_input_registers = first
                }
                return unsafe Self.send(&mapping, frame, descriptor, context)
            }
        }
    }

    private static func send(
        _ mapping: inout modbus_mapping_t,
        _ frame: Span<UInt8>,
        _ descriptor: Int32,
        _ context: OpaquePointer
    ) -> Int {
        _ = unsafe modbus_set_socket(context, descriptor)
        return unsafe frame.withUnsafeBufferPointer { frame in
            Int(unsafe modbus_reply(context, frame.baseAddress, Int32(frame.count), &mapping))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import CModbus
import Glibc

/// An inverter's Modbus side: libmodbus over TCP. Request and answer are two steps, because simulated time passes in between.
@safe
final class LibmodbusClient {
    static let unit: UInt8 = 1
    static let mapName = "eastron-sdm630"
    /// Function 4, input register 0x0034, two words: the total active power.
    private static let request: [UInt8] = [unit, 4, 0, 0x34, 0, 2]
    /// The length of the header of Modbus TCP (MODBUS Messaging on TCP/IP V1.0b, clause 3.1.3).
    private static let header = 7
    /// Seconds of real time until an answer that the server has sent must be there.
    private static let patience: UInt32 = 10

    private let context: OpaquePointer

    init(port: UInt16) throws {
        guard let context = unsafe modbus_new_tcp("127.0.0.1", Int32(port)) else { throw Failure("make a context") }
        unsafe self.context = context
        guard unsafe modbus_connect(context) == 0 else { throw Failure("connect to port \(port)") }
        _ = unsafe modbus_set_response_timeout(context, Self.patience, 0)
    }

    deinit {
        unsafe modbus_close(context)
        unsafe modbus_free(context)
    }

    /// Asks for the power.
    func ask() throws {
        let sent = unsafe Self.request.withUnsafeBufferPointer { request in
            unsafe modbus_send_raw_request(context, request.baseAddress, Int32(request.count))
        }
        if sent < 0 { throw Failure("send a request") }
    }

    /// Takes the answer that is there or on its way.
    func receive() throws -> MeterAnswer {
        var frame = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))
        let length = unsafe frame.withUnsafeMutableBufferPointer { frame in
            Int(unsafe modbus_receive_confirmation(context, frame.baseAddress))
        }
        if length < 0 { throw Failure("receive an answer") }
        let answer = frame[Self.header..<length]
        switch Array(answer.prefix(2)) {
        case [4, 4] where answer.count == 6:
            let bits = answer.dropFirst(2).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return .power(Double(Float(bitPattern: bits)))
        case [0x84, answer.last]: return .exception(frame[Self.header + 1])
        default: throw Failure("understand the answer \(Array(answer))")
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ what: String) {
            description = "libmodbus can't \(what): \(unsafe String(cString: modbus_strerror(errno)))"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import CMosquitto
import Glibc

/// One client of libmosquitto, used by one thread alone: the library's own threads and its waiting are not used.
///
/// MQTT 3.1.1, because brokers such as NATS speak nothing newer; a clean session under a name that the library makes up.
@safe
struct MosquittoClient: ~Copyable {
    /// In seconds. A broker publishes the will one and a half times this after the last sign of life (MQTT 3.1.1, 3.1.2.10).
    private static let keepAlive: Int32 = 10

    /// What went wrong, in the library's words or the system's.
    struct Failure: Error {
        let code: mosq_err_t
        let text: String
    }

    /// The broker's answer to the last attempt to connect, MQTT 3.1.1 table 3.1; written by the library's callback.
    fileprivate final class Answer {
        var code: Int32?
    }

    private let handle: OpaquePointer
    private let answer = Answer()

    private static let libraryIsReady: Bool = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue

    init() throws(Failure) {
        guard Self.libraryIsReady else { throw Failure(code: MOSQ_ERR_UNKNOWN, text: "libmosquitto can't be used") }
        let object = unsafe Unmanaged.passUnretained(answer).toOpaque()
        guard let handle = unsafe mosquitto_new(nil, true, object) else {
            throw Failure(code: MOSQ_ERR_NOMEM, text: unsafe String(cString: strerror(errno)))
        }
        unsafe self.handle = handle
        unsafe mosquitto_connect_callback_set(handle, takeAnswer)
        // Small messages that should be there at once: not held back for more.
        _ = unsafe mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
    }

    deinit {
        unsafe mosquitto_destroy(handle)
    }

    /// `nil` until the broker has answered; 0 is yes.
    var answerCode: Int32? { answer.code }

    /// What an answer means, in the library's words.
    static func meaning(ofAnswer code: Int32) -> String {
        words(unsafe String(cString: mosquitto_connack_string(code)), without: "Connection Refused: ")
    }

    /// What the broker publishes, retained, when this client vanishes.
    func setWill(topic: String, _ payload: String) {
        let bytes = Array(payload.utf8)
        _ = unsafe mosquitto_will_set(handle, topic, Int32(bytes.count), bytes, 1, true)
    }

    /// Waits until the name is resolved and the connection is made; the broker's answer comes later.
    func connect(host: String, port: UInt16, user: String?, password: String?) throws(Failure) {
        answer.code = nil
        try check(unsafe mosquitto_username_pw_set(handle, user, password))
        try check(unsafe mosquitto_connect(handle, host, Int32(port), Self.keepAlive))
    }

    /// -1 when there is no connection.
    var socket: Int32 { unsafe mosquitto_socket(handle) }

    /// Something waits until the socket takes more.
    var wantsToWrite: Bool { unsafe mosquitto_want_write(handle) }

    func read() throws(Failure) { try check(unsafe mosquitto_loop_read(handle, 1)) }

    func write() throws(Failure) { try check(unsafe mosquitto_loop_write(handle, 1)) }

    /// Sends and expects signs of life; to be called about once a second.
    func keepAlive() throws(Failure) { try check(unsafe mosquitto_loop_misc(handle)) }

    /// - Parameter isRetained: kept by the broker for who comes later, and made sure of (QoS 1).
    func publish(_ topic: String, _ payload: [UInt8], isRetained: Bool) throws(Failure) {
        let code = unsafe mosquitto_publish(
            handle,
            nil,
            topic,
            Int32(clamping: payload.count),
            payload,
            isRetained ? 1 : 0,
            isRetained
        )
        try check(code)
    }

    /// Says good-bye, so that the broker forgets the will.
    func disconnect() throws(Failure) { try check(unsafe mosquitto_disconnect(handle)) }

    private func check(_ code: Int32) throws(Failure) {
        guard code != MOSQ_ERR_SUCCESS.rawValue else { return }
        let number = errno
        let text =
            code == MOSQ_ERR_ERRNO.rawValue
            ? unsafe String(cString: strerror(number)) : unsafe String(cString: mosquitto_strerror(code))
        throw Failure(code: mosq_err_t(rawValue: code), text: Self.words(text))
    }

    /// The library ends its sentences itself.
    private static func words(_ text: String, without prefix: String = "") -> String {
        var words = text[...]
        if words.hasPrefix(prefix) { words = words.dropFirst(prefix.count) }
        if words.hasSuffix(".") { words.removeLast() }
        return String(words)
    }
}

/// Called by the library on the thread that reads: a free function, because a closure could take over an actor that it then
/// isn't called on.
private func takeAnswer(_ handle: OpaquePointer?, _ object: UnsafeMutableRawPointer?, _ code: Int32) {
    guard let object = unsafe object else { return }
    unsafe Unmanaged<MosquittoClient.Answer>.fromOpaque(object).takeUnretainedValue().code = code
}

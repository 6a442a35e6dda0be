// SPDX-License-Identifier: Apache-2.0

/// An exception code (MODBUS Application Protocol V1.1b3, clause 7): the codes that `modbus_reply_exception` can send.
package enum ModbusException: UInt8, Sendable, CaseIterable {
    case illegalFunction = 1
    case illegalDataAddress = 2
    case illegalDataValue = 3
    case serverDeviceFailure = 4
    case acknowledge = 5
    case serverDeviceBusy = 6
    case negativeAcknowledge = 7
    case memoryParityError = 8
    case notDefined = 9
    case gatewayPathUnavailable = 10
    case gatewayTargetFailedToRespond = 11
}

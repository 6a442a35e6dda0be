// SPDX-License-Identifier: Apache-2.0

/// What libFuzzer calls with each input.
@c(LLVMFuzzerTestOneInput)
package func fuzzModbus(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    // Two bytes say how the stream is cut.
    guard bytes.count > 2 else { return 0 }
    ModbusProperties.check(Array(bytes[2...]), cutBy: bytes[0], seed: bytes[1])
    return 0
}

// SPDX-License-Identifier: Apache-2.0

/// What libFuzzer calls with each input.
@c(LLVMFuzzerTestOneInput)
package func fuzzEncrypted(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let input = EncryptedInput(bytes) { EncryptedProperties.check(input) }
    return 0
}

// SPDX-License-Identifier: Apache-2.0

/// What libFuzzer calls with each input.
@c(LLVMFuzzerTestOneInput)
package func fuzzStream(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let input = StreamInput(bytes) { StreamProperties.check(input) }
    return 0
}

// SPDX-License-Identifier: Apache-2.0

/// What libFuzzer calls with each input, which is the text of a state file.
@c(LLVMFuzzerTestOneInput)
package func fuzzState(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    StateProperties.check(bytes)
    return 0
}

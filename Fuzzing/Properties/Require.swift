// SPDX-License-Identifier: Apache-2.0

/// Ends the program with a sentence where a property does not hold: libFuzzer then keeps the input as a finding.
package func require(_ holds: Bool, _ sentence: @autoclosure () -> String) {
    guard !holds else { return }
    fatalError("A property does not hold: \(sentence())")
}

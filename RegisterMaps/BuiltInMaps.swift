// SPDX-License-Identifier: Apache-2.0

/// The maps of this folder, as they travel inside the program: each `.map` file under its name without the ending.
package enum BuiltInMaps {
    package static var all: [(name: String, text: String)] { embeddedMaps }
}

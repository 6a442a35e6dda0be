// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Settings

extension Country: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

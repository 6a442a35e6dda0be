// SPDX-License-Identifier: Apache-2.0

package import Notation

/// What happened to the state of a meter on disk.
package enum StateEvent: Sendable {
    /// It is kept in this file.
    case kept(path: String)
    /// It is not kept on disk while the program runs: counting goes on in memory.
    case notKept(StateFault)
    /// The file was damaged; it stands under another name now, and counting begins anew.
    case damaged(FaultyText, movedTo: String)
    /// It can't be written for now: counting goes on in memory, and it is tried again.
    case unwritable(StateFault)
    /// It can be written again.
    case written(path: String)
}

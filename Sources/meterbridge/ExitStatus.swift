// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc

/// How the program ends, in the numbers of `sysexits.h` that other programs understand.
enum ExitStatus: Int32 {
    /// `EX_USAGE`: the command line is wrong.
    case usage = 64
    /// `EX_DATAERR`: the data that were read are wrong.
    case badData = 65
    /// `EX_NOINPUT`: an input can't be read.
    case noInput = 66
    /// `EX_UNAVAILABLE`: something that is needed can't be had, such as a port to listen on.
    case unavailable = 69
    /// `EX_CONFIG`: a register map or a configuration is wrong.
    case badConfiguration = 78
}

/// Ends the command: tells people why, programs by the status.
func failure(_ status: ExitStatus, _ message: some CustomStringConvertible) -> ExitCode {
    Terminal.write("Error: \(message)\n", to: STDERR_FILENO)
    return ExitCode(status.rawValue)
}

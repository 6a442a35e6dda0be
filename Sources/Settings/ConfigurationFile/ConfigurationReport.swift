// SPDX-License-Identifier: Apache-2.0

package import Notation
package import Registers

/// What reading a configuration comes to.
package struct ConfigurationReport: Sendable {
    /// The name of the text.
    package let file: String
    /// `nil` where the text has faults.
    package let configuration: GatewayConfiguration?
    /// The register maps that it could name.
    package let library: MapLibrary
    package let diagnostics: [Diagnostic]
    let places: ConfigurationPlaces

    /// With what is to be said before a start, each where it comes from.
    package var allDiagnostics: [Diagnostic] {
        let start = configuration.map { StartWarning.all(of: $0) } ?? []
        return diagnostics
            + start.compactMap { warning in
                places.place(of: warning.subject).map { place in
                    Diagnostic(
                        severity: .warning,
                        place: place,
                        message: warning.message,
                        hint: warning.remedy,
                        notes: []
                    )
                }
            }
    }
}

/// Where things of a configuration stand in its text.
struct ConfigurationPlaces: Sendable {
    /// The names of meters and sums.
    var meters: [String: SourcePlace] = [:]
    /// The lines `stale-after`, by meter.
    var staleAfter: [String: SourcePlace] = [:]
    /// The addresses of inputs, by meter.
    var inputs: [String: SourcePlace] = [:]
    /// The addresses of listeners.
    var listeners: [SourcePlace] = []
    /// The maps of consumers, by listener.
    var consumers: [[SourcePlace]] = []
    /// Where the page is served.
    var page: SourcePlace?
    /// The parts of the sums.
    var parts: [String: [SourcePlace]] = [:]

    func place(of subject: StartWarning.Subject) -> SourcePlace? {
        switch subject {
        case .meter(let name): staleAfter[name]
        case .consumer(let index, let listener):
            consumers.indices.contains(listener) && consumers[listener].indices.contains(index)
                ? consumers[listener][index] : nil
        }
    }
}

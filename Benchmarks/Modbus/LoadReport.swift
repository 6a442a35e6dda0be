// SPDX-License-Identifier: Apache-2.0

/// What the clients of one server counted; see `Programs/load.c`.
struct LoadReport {
    /// One for each turn.
    var requestsPerSecond: [Double] = []
    /// The server's CPU time for a request in µs, one for each turn.
    var microsecondsPerRequest: [Double] = []
    /// The share of a core that the server took, one for each turn.
    var cores: [Double] = []
    /// Latencies in µs.
    var median = 0
    var percentile99 = 0
    /// Answers that weren't as they must be, and answers from two images.
    var wrong = 0
    var torn = 0
    /// How often a value followed another.
    var changes = 0

    /// One for each server that the load was given, in that order.
    static func parse(_ output: String) throws -> [LoadReport] {
        var reports: [LoadReport] = []
        for line in output.split(separator: "\n") {
            let fields = line.split(separator: " ")
            let numbers = fields.dropFirst().compactMap { Int($0) }
            guard let server = numbers.first, server >= 0 else { continue }
            while reports.count <= server { reports.append(LoadReport()) }
            switch (fields[0], numbers.count) {
            case ("turn", 5) where numbers[1] > 0 && numbers[2] > 0:
                let (answers, nanoseconds) = (Double(numbers[1]), Double(numbers[2]))
                let perRequest = Double(numbers[4]) / Double(numbers[3])
                reports[server].requestsPerSecond.append(answers / nanoseconds * 1e9)
                reports[server].microsecondsPerRequest.append(perRequest / 1000)
                reports[server].cores.append(perRequest * answers / nanoseconds)
            case ("server", 6):
                reports[server].median = numbers[1]
                reports[server].percentile99 = numbers[2]
                reports[server].wrong = numbers[3]
                reports[server].torn = numbers[4]
                reports[server].changes = numbers[5]
            default: throw Command.Failure(description: "the load says what nobody understands: \(line)")
            }
        }
        return reports
    }

    /// What the table says of it.
    func row(_ what: String) -> String {
        "\(what.padded(to: 42)) \(requestsPerSecond.median.text(0).aligned(to: 9))"
            + "\(microsecondsPerRequest.median.text(2).aligned(to: 9))\(cores.median.text(2).aligned(to: 8))"
            + "\("\(median)".aligned(to: 9))\("\(percentile99)".aligned(to: 9))"
            + "\("\(wrong)".aligned(to: 7))\("\(torn)".aligned(to: 6))\("\(changes)".aligned(to: 9))"
    }

    static let heading =
        "server and connections".padded(to: 42)
        + " requests/s  CPU µs   cores   p50 µs   p99 µs  wrong  torn   values"
}

extension [Double] {
    /// The middle one; 0 of none.
    var median: Double { quantile(0.5) }

    /// The value that a share of them stays below; 0 of none.
    func quantile(_ share: Double) -> Double {
        isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }
}

extension Double {
    /// With so many digits after the point.
    func text(_ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let number = Int((self * Double(scale)).rounded())
        guard digits > 0 else { return "\(number)" }
        let fraction = "\(abs(number) % scale)"
        let zeros = String(repeating: "0", count: Swift.max(0, digits - fraction.count))
        return "\(number < 0 ? "-" : "")\(abs(number) / scale).\(zeros)\(fraction)"
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
    func aligned(to width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - count)) + self }
}

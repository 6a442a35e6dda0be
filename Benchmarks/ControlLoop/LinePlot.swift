// SPDX-License-Identifier: Apache-2.0

/// Powers over time as an SVG picture, for light pages and dark ones.
struct LinePlot {
    enum Style: String {
        /// Only there to explain the others.
        case quiet
        /// Broad and pale, so that a line upon it can be seen.
        case first
        case second
        case alarm
    }

    struct Series {
        let name: String
        let style: Style
        let points: [(second: Double, watts: Double)]
    }

    let title: String
    let subtitle: String
    /// Seconds.
    let duration: Double
    /// A stretch of time that is shaded, in seconds, and what it is.
    var band: (begin: Double, end: Double, name: String)?
    let series: [Series]

    private static let width = 960.0
    private static let height = 440.0
    private static let left = 72.0
    private static let right = 936.0
    private static let top = 104.0
    private static let bottom = 396.0

    var svg: String {
        let range = wattRange
        var lines = [
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(Self.text(Self.width)) \#(Self.text(Self.height))" "#
                + #"role="img" font-family="system-ui, sans-serif" font-size="13">"#,
            "<title>\(title)</title>",
            Self.styles,
            #"<rect class="page" width="100%" height="100%"/>"#,
            label(title, Self.left, 30, "title"),
            label(subtitle, Self.left, 52, "note"),
        ]
        lines += legend
        lines += bandLines
        lines += wattAxis(range)
        lines += timeAxis
        lines += series.map { line(of: $0, range) }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Whole thousands of watts around all that happens.
    private var wattRange: ClosedRange<Double> {
        let watts = series.flatMap { $0.points.map(\.watts) }
        let (low, high) = (watts.reduce(0, min), watts.reduce(0, max))
        return (low / 1000).rounded(.down) * 1000...max(1, (high / 1000).rounded(.up)) * 1000
    }

    private var legend: [String] {
        var x = Self.left
        return series.flatMap { series in
            defer { x += 60 + 8 * Double(series.name.count) }
            return [
                #"<line class="\#(series.style.rawValue)" x1="\#(Self.text(x))" y1="76" x2="\#(Self.text(x + 28))" y2="76"/>"#,
                label(series.name, x + 36, 80, "text"),
            ]
        }
    }

    private var bandLines: [String] {
        guard let band else { return [] }
        let (begin, end) = (x(band.begin), x(band.end))
        return [
            #"<rect class="band" x="\#(Self.text(begin))" y="\#(Self.text(Self.top))" width="\#(Self.text(end - begin))" "#
                + #"height="\#(Self.text(Self.bottom - Self.top))"/>"#,
            label(band.name, (begin + end) / 2, Self.top + 16, "note", anchor: "middle"),
        ]
    }

    private func wattAxis(_ range: ClosedRange<Double>) -> [String] {
        var lines = stride(from: range.lowerBound, through: range.upperBound, by: 1000).flatMap { watts in
            [
                Self.rule(watts == 0 ? "zero" : "grid", Self.left, y(watts, range), Self.right, y(watts, range)),
                label(Self.text(watts), Self.left - 8, y(watts, range) + 4, "text", anchor: "end"),
            ]
        }
        lines.append(label("W", Self.left - 8, Self.top - 12, "note", anchor: "end"))
        let directions = range.lowerBound < 0 ? "above zero from the grid, below into it" : "from the grid"
        lines.append(label(directions, Self.right, Self.top - 12, "note", anchor: "end"))
        return lines
    }

    private var timeAxis: [String] {
        stride(from: 0.0, through: duration, by: duration > 60 ? 20 : 10).flatMap { second in
            [
                Self.rule("grid", x(second), Self.bottom, x(second), Self.bottom + 5),
                label("\(Self.text(second)) s", x(second), Self.bottom + 22, "text", anchor: "middle"),
            ]
        }
    }

    private func line(of series: Series, _ range: ClosedRange<Double>) -> String {
        let points = series.points.map { "\(Self.text(x($0.second))),\(Self.text(y($0.watts, range)))" }
        return #"<polyline class="\#(series.style.rawValue)" points="\#(points.joined(separator: " "))"/>"#
    }

    private func x(_ second: Double) -> Double { Self.left + second / duration * (Self.right - Self.left) }

    private func y(_ watts: Double, _ range: ClosedRange<Double>) -> Double {
        let share = (watts - range.lowerBound) / (range.upperBound - range.lowerBound)
        return Self.bottom - share * (Self.bottom - Self.top)
    }

    private func label(_ words: String, _ x: Double, _ y: Double, _ style: String, anchor: String = "start") -> String {
        #"<text class="\#(style)" x="\#(Self.text(x))" y="\#(Self.text(y))" text-anchor="\#(anchor)">\#(words)</text>"#
    }

    private static func rule(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        #"<line class="\#(style)" x1="\#(text(x1))" y1="\#(text(y1))" x2="\#(text(x2))" y2="\#(text(y2))"/>"#
    }

    /// With at most one decimal.
    private static func text(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        if tenths.isMultiple(of: 10) { return "\(tenths / 10)" }
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    private static let styles = """
        <style>
        svg { --page: #ffffff; --text: #1c2128; --note: #59636e; --rule: #d8dee4; --band: #f1e3c4; --quiet: #8c959f;
              --first: #2f6fde; --second: #0b7a4b; --alarm: #cf222e }
        @media (prefers-color-scheme: dark) {
          svg { --page: #0d1117; --text: #e6edf3; --note: #9198a1; --rule: #30363d; --band: #3a3018; --quiet: #6e7681;
                --first: #58a6ff; --second: #4ad295; --alarm: #ff7b72 }
        }
        .page { fill: var(--page) } .text { fill: var(--text) } .note { fill: var(--note) } .band { fill: var(--band) }
        .title { fill: var(--text); font-size: 18px; font-weight: 600 }
        .grid { stroke: var(--rule) } .zero { stroke: var(--note); stroke-width: 1.5 }
        polyline { fill: none; stroke-linejoin: round }
        .quiet { stroke: var(--quiet); stroke-dasharray: 3 3 }
        .first { stroke: var(--first); stroke-width: 5; stroke-opacity: 0.5 }
        .second { stroke: var(--second); stroke-width: 1.8 }
        .alarm { stroke: var(--alarm); stroke-width: 1.8 }
        </style>
        """
}

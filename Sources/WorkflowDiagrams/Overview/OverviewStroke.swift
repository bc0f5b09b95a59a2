/// How an arrow is drawn: the main way thick, and dashed where only the clock leads on.
enum OverviewStroke: String, CaseIterable {
  case main, mainTimed, side, timed

  private static let radius = 7.0

  private var color: String {
    switch self {
    case .main, .side: Palette.line
    case .mainTimed, .timed: Palette.timed
    }
  }

  private var isMain: Bool { self == .main || self == .mainTimed }

  /// The definition of its head, the tip of which is where the line ends.
  var head: String {
    let size = isMain ? 11 : 8
    return
      #"<marker id="head-\#(rawValue)" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="\#(size)" markerHeight="\#(size)" "#
      + #"markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="\#(color)"/></marker>"#
  }

  /// A line along points, with round corners.
  func path(_ points: [OverviewLayout.Point]) -> String {
    let isDashed = self == .mainTimed || self == .timed
    return #"<path d="\#(course(points))" fill="none" stroke="\#(color)" stroke-width="\#(isMain ? "2.6" : "1.2")""#
      + (isDashed ? #" stroke-dasharray="5 3""# : "") + #" marker-end="url(#head-\#(rawValue))"/>"#
  }

  private func course(_ points: [OverviewLayout.Point]) -> String {
    guard let first = points.first, let last = points.last else { return "" }
    var course = "M\(text(first))"
    for (index, corner) in points.enumerated().dropFirst().dropLast() {
      course += "L\(text(near(corner, points[index - 1])))Q\(text(corner)) \(text(near(corner, points[index + 1])))"
    }
    return course + "L\(text(last))"
  }

  /// On the straight line from a corner, as far as its rounding goes.
  private func near(_ corner: OverviewLayout.Point, _ other: OverviewLayout.Point) -> OverviewLayout.Point {
    let (x, y) = (other.x - corner.x, other.y - corner.y)
    let length = max(1, (x * x + y * y).squareRoot())
    let part = min(Self.radius, length / 2) / length
    return .init(x: corner.x + x * part, y: corner.y + y * part)
  }

  private func text(_ point: OverviewLayout.Point) -> String { "\(point.x.short) \(point.y.short)" }
}

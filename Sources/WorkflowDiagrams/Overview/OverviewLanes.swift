import OrderedCollections

/// Lines beside a column, one for each state that arrows lead to: the shortest nearest, and one behind the other only where they
/// would meet.
struct OverviewLanes {
  struct Span: Hashable {
    var target: String
    var top: Double
    var bottom: Double
  }

  private static let widest = 17.0
  private static let first = 18.0
  /// Between two lines of which one is below the other.
  private static let apart = 30.0

  private let places: [String: Int]
  private let pitch: Double
  /// From the column to past the last line.
  let width: Double

  /// - Parameter room: how wide they may be together.
  init(_ spans: [Span], room: Double) {
    var lanes: OrderedDictionary<String, Span> = [:]
    for span in spans {
      let known = lanes[span.target] ?? span
      let (top, bottom) = (min(known.top, span.top), max(known.bottom, span.bottom))
      lanes[span.target] = Span(target: span.target, top: top, bottom: bottom)
    }
    var taken: [[Span]] = []
    var places: [String: Int] = [:]
    for lane in lanes.values.sorted(by: { $0.bottom - $0.top < $1.bottom - $1.top }) {
      let free = taken.firstIndex { place in
        place.allSatisfy { $0.bottom + Self.apart < lane.top || lane.bottom + Self.apart < $0.top }
      }
      let place = free ?? taken.count
      if place == taken.count { taken.append([]) }
      taken[place].append(lane)
      places[lane.target] = place
    }
    self.places = places
    pitch = min(Self.widest, (room - Self.first) / Double(max(1, taken.count)))
    width = Self.first + pitch * Double(taken.count)
  }

  /// How far from the column the line to a state runs.
  func offset(of target: String) -> Double { Self.first + pitch * Double(places[target] ?? 0) }
}

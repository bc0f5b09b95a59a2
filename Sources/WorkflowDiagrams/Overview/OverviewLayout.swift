import OrderedCollections

/// The measures of an overview, in pixels, and the lines that its arrows follow.
struct OverviewLayout {
  struct Point: Hashable {
    var x: Double
    var y: Double
  }

  static let width = 850.0
  static let boxWidth = 224.0
  static let margin = 14.0
  /// Where an arrow down leaves a box, from its left.
  static let arrowInset = 26.0
  private static let port = 9.0

  let machine: MachineDrawing
  let grid: OverviewGrid
  let boxHeight: Double
  /// The top of the first row.
  let top: Double
  private let left: OverviewLanes
  private let middle: OverviewLanes

  init(_ machine: MachineDrawing, boxHeight: Double, top: Double) {
    self.machine = machine
    self.boxHeight = boxHeight
    self.top = top
    let grid = OverviewGrid(machine)
    self.grid = grid
    let height = boxHeight + Self.gap
    let spans = { (course: OverviewGrid.Course) in
      machine.arrows.compactMap { arrow -> OverviewLanes.Span? in
        guard let from = grid.cells[arrow.from], let to = grid.cells[arrow.to],
          grid.course(from: from, to: to) == course
        else { return nil }
        let ends = [Double(from.row) * height, Double(to.row) * height]
        return .init(target: arrow.to, top: min(ends[0], ends[1]), bottom: max(ends[0], ends[1]))
      }
    }
    left = OverviewLanes(spans(.left), room: 200)
    let main = left.width + Self.margin + Self.boxWidth
    middle = OverviewLanes(spans(.middle), room: Self.width - Self.margin - Self.boxWidth - main - 16)
  }

  /// Between two rows: room for a label of two lines.
  static let gap = 38.0

  var bottom: Double { top + Double(grid.rows) * (boxHeight + Self.gap) - Self.gap }

  func x(of column: OverviewGrid.Column) -> Double {
    switch column {
    case .main: Self.margin + left.width
    case .side: Self.width - Self.margin - Self.boxWidth
    }
  }

  func y(ofRow row: Int) -> Double { top + Double(row) * (boxHeight + Self.gap) }

  /// What is free for a label on an arrow to the side.
  var across: ClosedRange<Double> {
    let start = x(of: .main) + Self.boxWidth + middle.width
    return start...max(start, x(of: .side) - 14)
  }

  /// The corners of an arrow, from its begin to its head.
  func line(of arrow: MachineDrawing.Arrow) -> [Point] {
    guard let from = grid.cells[arrow.from], let to = grid.cells[arrow.to] else { return [] }
    let (begin, end) = (x(of: from.column), x(of: to.column))
    let right = Self.boxWidth
    switch grid.course(from: from, to: to) {
    case .onward, .down:
      return vertical(begin + Self.arrowInset, y(ofRow: from.row) + boxHeight, y(ofRow: to.row))
    case .up: return vertical(begin + right - Self.arrowInset, y(ofRow: from.row), y(ofRow: to.row) + boxHeight)
    case .across, .middle:
      let out = Point(
        x: from.column == .main ? begin + right : begin,
        y: middle(of: from) + (from.column == .main ? -1 : 1) * Self.port
      )
      let into = Point(
        x: to.column == .main ? end + right : end,
        y: middle(of: to) + (to.column == .main ? 1 : -1) * Self.port
      )
      guard from.row != to.row || from.column == to.column else { return [out, Point(x: into.x, y: out.y)] }
      return around(out, into, x: x(of: .main) + right + middle.offset(of: arrow.to))
    case .left:
      let out = Point(x: begin, y: middle(of: from) - Self.port)
      return around(out, Point(x: end, y: middle(of: to) + Self.port), x: begin - left.offset(of: arrow.to))
    }
  }

  private func middle(of cell: OverviewGrid.Cell) -> Double { y(ofRow: cell.row) + boxHeight / 2 }

  private func vertical(_ x: Double, _ from: Double, _ to: Double) -> [Point] {
    [Point(x: x, y: from), Point(x: x, y: to)]
  }

  private func around(_ out: Point, _ into: Point, x: Double) -> [Point] {
    [out, Point(x: x, y: out.y), Point(x: x, y: into.y), into]
  }
}

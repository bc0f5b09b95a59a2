import OrderedCollections

/// Draws the phases of one machine at the width of a page: the main way down in one line, the rest beside it.
///
/// Not drawn are moves that stay within a phase, and those of parts that do not say from which phase they lead.
struct OverviewWriter {
  private static let title = FontMetrics(size: 19, isBold: true)
  private static let heading = FontMetrics(size: 14, isBold: true)
  private static let lineHeight = 17.0
  private static let inset = 12.0

  private let diagram: WorkflowDiagram
  private let machine: MachineDrawing
  private let layout: OverviewLayout
  private let labels: OverviewLabel

  init(_ diagram: WorkflowDiagram, _ machine: MachineDrawing) {
    self.diagram = diagram
    self.machine = machine
    labels = OverviewLabel(machine)
    let most = machine.states.map { Self.lines($0).count }.max() ?? 1
    let height = Double(max(2, most)) * Self.lineHeight + 10
    let titles = Self.titleLines(diagram.title).count
    layout = OverviewLayout(machine, boxHeight: height, top: 62 + Double(titles) * 24)
  }

  func text() -> String {
    let (width, height) = (OverviewLayout.width.short, (layout.bottom + 46).short)
    let head = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      font-family="Helvetica,Arial,sans-serif">
      <title>\(XMLText.escaped("\(diagram.title), \(machine.label)"))</title>
      <defs>\(OverviewStroke.allCases.map(\.head).joined())</defs>
      <rect width="100%" height="100%" rx="8" fill="white"/>
      """
    let heading = Self.titleLines(diagram.title).enumerated().map { number, line in
      Self.title.element(
        line,
        x: OverviewLayout.margin + 4,
        y: 34 + Double(number) * 24,
        room: Self.titleRoom,
        color: Palette.text
      )
    }
    // The main way lies on top of what crosses it.
    let arrows = machine.arrows.filter { stroke(of: $0) != .main } + machine.arrows.filter { stroke(of: $0) == .main }
    let parts =
      heading + machine.beginnings.map(beginning) + arrows.map(element) + machine.states.map(box) + [
        OverviewLegend.text(y: layout.bottom + 28)
      ]
    return ([head] + parts + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static let titleRoom = OverviewLayout.width - 2 * OverviewLayout.margin - 8

  private static func titleLines(_ text: String) -> [String] { title.lines(text, within: titleRoom) }

  private static func lines(_ state: StateDrawing) -> [String] { heading.lines(state.label, within: room) }

  private static var room: Double { OverviewLayout.boxWidth - 2 * inset }
}

extension OverviewWriter {
  private func box(_ state: StateDrawing) -> String {
    guard let cell = layout.grid.cells[state.key] else { return "" }
    let (x, y) = (layout.x(of: cell.column), layout.y(ofRow: cell.row))
    let (fill, border, color) =
      switch state.kind {
      case .ordinary: (Palette.ordinary, 1.2, Palette.text)
      case .review: (Palette.review, 2.6, Palette.text)
      case .final: (Palette.final, 1.2, Palette.onFinal)
      }
    let lines = Self.lines(state)
    let first = y + (layout.boxHeight - Double(lines.count) * Self.lineHeight) / 2 + 13
    let words = lines.enumerated().map { number, line in
      Self.heading.element(
        line,
        x: x + Self.inset,
        y: first + Double(number) * Self.lineHeight,
        room: Self.room,
        color: color
      )
    }
    return #"<g id="\#(machine.key).\#(state.key)" class="state"><rect x="\#(x.short)" y="\#(y.short)" "#
      + #"width="\#(OverviewLayout.boxWidth.short)" height="\#(layout.boxHeight.short)" rx="5" fill="\#(fill)" "#
      + #"stroke="\#(Palette.line)" stroke-width="\#(border.short)"/>\#(words.joined())</g>"#
  }

  /// A dot, and what makes a case. Where a case begins otherwise than usual the dot is at the right of the box, for at the left of it the arrow from the
  /// box above may come in; and in the column of the main way, where each box has such an arrow, it has no words.
  private func beginning(_ beginning: MachineDrawing.Beginning) -> String {
    guard let cell = layout.grid.cells[beginning.state] else { return "" }
    let isUsual = beginning.state == machine.initial
    let (left, y) = (layout.x(of: cell.column), layout.y(ofRow: cell.row))
    let x = left + (isUsual ? OverviewLayout.arrowInset : OverviewLayout.boxWidth - OverviewLayout.arrowInset)
    let stroke = isUsual ? OverviewStroke.main : .side
    let line = stroke.path([.init(x: x, y: y - 36), .init(x: x, y: y)])
    let dot = #"<circle cx="\#(x.short)" cy="\#((y - 36).short)" r="6" fill="\#(Palette.text)"/>"#
    let words =
      isUsual
      ? below(beginning.moves, x: x, from: y - 38, to: y)
      : cell.column == .side ? before(beginning.moves, x: left, until: x, y: y - 12) : ""
    let id = isUsual ? "\(machine.key).begin" : "\(machine.key).begin--\(beginning.state)"
    return #"<g id="\#(id)" class="arrow">\#(line)\#(dot)\#(words)</g>"#
  }

  /// The label left of a line down.
  private func before(_ moves: [Move], x: Double, until line: Double, y: Double) -> String {
    let room = line - x - 12
    let lines = labels.lines(moves, within: room)
    return set(lines, x: x, y: y - Double(lines.count - 1) * OverviewLabel.lineHeight, room: room)
  }

  private func element(_ arrow: MachineDrawing.Arrow) -> String {
    let line = layout.line(of: arrow)
    guard let first = line.first, let last = line.last, let course = course(of: arrow) else { return "" }
    let words =
      switch course {
      case .onward, .down: below(arrow.moves, x: first.x, from: first.y, to: last.y)
      case .across: above(arrow.moves, y: first.y, isBack: last.x < first.x)
      case .up, .left, .middle: ""
      }
    return
      #"<g id="\#(machine.key).\#(arrow.from)--\#(arrow.to)" class="arrow">\#(stroke(of: arrow).path(line))\#(words)</g>"#
  }

  private func course(of arrow: MachineDrawing.Arrow) -> OverviewGrid.Course? {
    guard let from = layout.grid.cells[arrow.from], let to = layout.grid.cells[arrow.to] else { return nil }
    return layout.grid.course(from: from, to: to)
  }

  private func stroke(of arrow: MachineDrawing.Arrow) -> OverviewStroke {
    let isTimed = arrow.moves.allSatisfy(\.isTimed)
    guard course(of: arrow) == .onward else { return isTimed ? .timed : .side }
    return isTimed ? .mainTimed : .main
  }

  /// The label of an arrow down, right of its middle.
  private func below(_ moves: [Move], x: Double, from: Double, to: Double) -> String {
    let room = OverviewLayout.boxWidth - OverviewLayout.arrowInset
    let lines = labels.lines(moves, within: room)
    let first = (from + to) / 2 - Double(lines.count) * OverviewLabel.lineHeight / 2 + 10
    return set(lines, x: x + 12, y: first, room: room)
  }

  /// The label of an arrow to the side or back from it: above the one, below the other.
  private func above(_ moves: [Move], y: Double, isBack: Bool) -> String {
    let room = layout.across.upperBound - layout.across.lowerBound
    let lines = labels.lines(moves, within: room)
    let first = isBack ? y + 13 : y - 5 - Double(lines.count - 1) * OverviewLabel.lineHeight
    return set(lines, x: layout.across.lowerBound, y: first, room: room)
  }

  private func set(_ lines: [String], x: Double, y: Double, room: Double) -> String {
    lines.enumerated().map { number, line in
      OverviewLabel.letters.element(
        line,
        x: x,
        y: y + Double(number) * OverviewLabel.lineHeight,
        room: room,
        color: Palette.text
      )
    }.joined()
  }
}

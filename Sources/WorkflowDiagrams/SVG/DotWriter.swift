/// Writes the graph that Graphviz lays out: a box a state, an arrow for each pair of states, with everything that leads from
/// the one to the other beside it. What stays within a state is listed in its box; an arrow to itself would say less.
struct DotWriter {
  private let diagram: WorkflowDiagram
  private let machine: MachineDrawing

  init(_ diagram: WorkflowDiagram, _ machine: MachineDrawing) {
    self.diagram = diagram
    self.machine = machine
  }

  func text() -> String {
    return graph(machine.key, label: isFirst ? DotLegend(diagram).label : heading(machine.label), contents)
  }

  /// A graph of its own with what holds for several states of the first machine: within, it would push its states apart.
  func textBeside() -> String? {
    guard isFirst, !beside.isEmpty else { return nil }
    return graph("\(machine.key).aside", label: heading("\(machine.label), in meer fasen"), beside)
  }

  private func heading(_ text: String) -> String {
    DotLabel.table(DotLabel.row(DotLabel.text(text, .title, width: 60)), border: 0)
  }

  private var isFirst: Bool { machine.key == diagram.machines.first?.key }

  private func graph(_ id: String, label: String, _ contents: [String]) -> String {
    let lines = [
      "digraph \(quoted(id)) {",
      #"  graph [rankdir=TB, nodesep=0.35, ranksep=0.5, pad=0.4, bgcolor=white, labelloc=t, labeljust=l, \#(Self.font)]"#,
      #"  node [shape=plain, \#(Self.font)]"#,
      #"  edge [color="\#(Palette.line)", penwidth=1.3, arrowsize=0.8, \#(Self.font)]"#,
      #"  graph [id="\#(id)", label=<\#(label)>]"#,
    ]
    return (lines + contents + ["}"]).joined(separator: "\n") + "\n"
  }

  /// Families that every system has something for, with metrics that are the same or nearly so.
  private static let font = #"fontname="Helvetica,Arial,sans-serif""#

  private var contents: [String] {
    let begin = mark("begin")
    var lines = [
      #"  \#(begin) [shape=circle, style=filled, fillcolor="\#(Palette.text)", width=0.22, label="", id="\#(machine.key).begin"]"#
    ]
    lines += machine.beginnings.map {
      arrow(begin, node($0.state), $0.moves, id: "\(machine.key).begin--\($0.state)")
    }
    for state in machine.states {
      let label = DotBox(state).label
      lines.append(#"  \#(node(state.key)) [id="\#(machine.key).\#(state.key)", label=<\#(label)>]"#)
    }
    return lines + machine.junctions.flatMap(self.lines) + (isFirst ? [] : beside)
  }

  private var beside: [String] {
    let label = DotSideBox(machine).label
    return label.map { [#"  \#(mark("beside")) [id="\#(machine.key).beside", label=<\#($0)>]"#] } ?? []
  }

  /// An arrow from one state is drawn as one; the same from several states comes together at one label.
  private func lines(of junction: DotJunction) -> [String] {
    let to = node(junction.to)
    let id = { (from: String) in "\(machine.key).\(from)--\(junction.to)" }
    guard junction.isShared else {
      return junction.from.map { arrow(node($0), to, junction.moves, id: id($0)) }
    }
    let name = "\(junction.from.joined(separator: "+"))--\(junction.to)"
    let middle = mark(name)
    let line = stroke(of: junction.moves)
    return [#"  \#(middle) [id="\#(machine.key).\#(name)", label=<\#(DotMoves(junction.moves).label)>]"#]
      + junction.from.map {
        #"  \#(node($0)) -> \#(middle) [id="\#(id($0))", arrowhead=none\#(line)]"#
      } + [#"  \#(middle) -> \#(to) [id="\#(machine.key).\#(name)--on"\#(line)]"#]
  }

  /// Dashed when it is only the clock that leads there.
  private func arrow(_ from: String, _ to: String, _ moves: [Move], id: String) -> String {
    let label = moves.isEmpty ? "" : ", label=<\(DotMoves(moves).label)>"
    return #"  \#(from) -> \#(to) [id="\#(id)"\#(label)\#(stroke(of: moves))]"#
  }

  private func stroke(of moves: [Move]) -> String {
    !moves.isEmpty && moves.allSatisfy(\.isTimed) ? #", style=dashed, color="\#(Palette.timed)""# : ""
  }

  private func node(_ state: String) -> String { quoted(state) }

  /// What is no state has a name that no state can have.
  private func mark(_ name: String) -> String { quoted("//\(name)") }

  /// Only keys, and marks made of them, are names here: nothing in them has to be escaped.
  private func quoted(_ name: String) -> String { "\"\(name)\"" }
}

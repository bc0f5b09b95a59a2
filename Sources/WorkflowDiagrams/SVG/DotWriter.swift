/// Writes the graph that Graphviz lays out: a box a state, an arrow for each pair of states, with everything that leads from
/// the one to the other beside it. What stays within a state is listed in its box; an arrow to itself would say less.
struct DotWriter {
  private let diagram: WorkflowDiagram

  init(_ diagram: WorkflowDiagram) { self.diagram = diagram }

  func text() -> String {
    var lines = [
      "digraph \(DotLabel.quoted(diagram.title)) {",
      #"  graph [rankdir=TB, nodesep=0.35, ranksep=0.55, pad=0.4, bgcolor=white, labelloc=t, labeljust=l, \#(Self.font)]"#,
      #"  node [shape=plain, \#(Self.font)]"#,
      #"  edge [color="\#(Ink.line)", penwidth=1.3, arrowsize=0.8, \#(Self.font)]"#,
      "  graph [label=<\(DotLegend(diagram).label)>]",
    ]
    for machine in diagram.machines {
      lines += diagram.machines.count == 1 ? contents(of: machine) : cluster(machine)
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  /// Families that every system has something for, with metrics that are the same or nearly so.
  private static let font = #"fontname="Helvetica,Arial,sans-serif""#

  private func cluster(_ machine: MachineDrawing) -> [String] {
    let label = DotLabel.table(DotLabel.row(DotLabel.text(machine.label, .heading, width: 60)), border: 0)
    return [
      "  subgraph \(DotLabel.quoted("cluster-\(machine.key)")) {",
      #"  graph [label=<\#(label)>, color="\#(Ink.line)", style=rounded, margin=16]"#,
    ] + contents(of: machine) + ["  }"]
  }

  private func contents(of machine: MachineDrawing) -> [String] {
    let begin = node("begin", of: machine)
    var lines = [
      #"  \#(begin) [shape=circle, style=filled, fillcolor="\#(Ink.text)", width=0.22, label="", id="\#(machine.key).begin"]"#,
      arrow(begin, node(machine.initial, in: machine), machine.beginnings, id: "\(machine.key).begin--\(machine.initial)"),
    ]
    for state in machine.states {
      let label = DotBox(state).label
      lines.append(#"  \#(node(state.key, in: machine)) [id="\#(machine.key).\#(state.key)", label=<\#(label)>]"#)
    }
    lines += machine.junctions.flatMap { self.lines(of: $0, in: machine) }
    if let label = DotSideBox(machine).label {
      lines.append(#"  \#(node("beside", of: machine)) [id="\#(machine.key).beside", label=<\#(label)>]"#)
    }
    return lines
  }

  /// An arrow from one state is drawn as one; the same from several states comes together at one label.
  private func lines(of junction: DotJunction, in machine: MachineDrawing) -> [String] {
    let to = node(junction.to, in: machine)
    let id = { (from: String) in "\(machine.key).\(from)--\(junction.to)" }
    guard junction.isShared else {
      return junction.from.map { arrow(node($0, in: machine), to, junction.moves, id: id($0)) }
    }
    let name = "\(junction.from.joined(separator: "+"))--\(junction.to)"
    let middle = node(name, of: machine)
    let line = stroke(of: junction.moves)
    return [#"  \#(middle) [id="\#(machine.key).\#(name)", label=<\#(DotMoves(junction.moves).label)>]"#]
      + junction.from.map {
        #"  \#(node($0, in: machine)) -> \#(middle) [id="\#(id($0))", arrowhead=none\#(line)]"#
      } + [#"  \#(middle) -> \#(to) [id="\#(machine.key).\#(name)--on"\#(line)]"#]
  }

  /// Dashed when it is only the clock that leads there.
  private func arrow(_ from: String, _ to: String, _ moves: [Move], id: String) -> String {
    #"  \#(from) -> \#(to) [id="\#(id)", label=<\#(DotMoves(moves).label)>\#(stroke(of: moves))]"#
  }

  private func stroke(of moves: [Move]) -> String {
    moves.allSatisfy(\.isTimed) ? #", style=dashed, color="\#(Ink.timed)""# : ""
  }

  private func node(_ state: String, in machine: MachineDrawing) -> String {
    DotLabel.quoted("\(machine.key)/\(state)")
  }

  /// What is no state has a name that no state can have.
  private func node(_ name: String, of machine: MachineDrawing) -> String { DotLabel.quoted("\(machine.key)//\(name)") }
}

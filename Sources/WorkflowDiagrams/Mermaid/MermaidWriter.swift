/// Writes a `stateDiagram-v2`. Deadlines are lines in the box of their state; child machines are boxes around their states.
struct MermaidWriter {
  private let diagram: WorkflowDiagram

  init(_ diagram: WorkflowDiagram) { self.diagram = diagram }

  func text() -> String {
    var lines = ["stateDiagram-v2", "  accTitle: \(MermaidText.escaped("\(diagram.title), versie \(diagram.version)"))"]
    for (index, machine) in diagram.machines.enumerated() {
      lines += index == 0 ? contents(of: machine, prefix: "") : composite(machine)
    }
    lines += [
      "  classDef review fill:\(Ink.review),stroke:\(Ink.line),stroke-width:3px,color:\(Ink.text)",
      "  classDef final fill:\(Ink.final),stroke:\(Ink.line),color:\(Ink.onFinal)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// A capital letter, which no key has, keeps its names apart from those of states.
  private func composite(_ machine: MachineDrawing) -> [String] {
    let name = "M_\(MermaidText.identifier(machine.key))"
    let inner = contents(of: machine, prefix: "\(name)__").map { "  \($0)" }
    return ["  state \"\(MermaidText.escaped(machine.label))\" as \(name) {"] + inner + ["  }"]
  }

  private func contents(of machine: MachineDrawing, prefix: String) -> [String] {
    let name = { (state: String) in prefix + MermaidText.identifier(state) }
    var lines = machine.states.flatMap { box($0, name($0.key)) }
    lines += machine.beginnings.map { "  [*] --> \(name(machine.initial)): \(words($0))" }
    for arrow in machine.arrows {
      lines += arrow.moves.map { move in
        let target = move.isTimed ? " → \(label(of: arrow.to, in: machine))" : ""
        return "  \(name(arrow.from)) --> \(name(arrow.to)): \(words(move, then: target))"
      }
    }
    let finals = machine.states.filter { $0.kind == .final }.map { name($0.key) }
    let reviews = machine.states.filter { $0.kind == .review }.map { name($0.key) }
    lines += finals.map { "  \($0) --> [*]" }
    lines += classes(finals, "final") + classes(reviews, "review")
    return lines
  }

  private func box(_ state: StateDrawing, _ name: String) -> [String] {
    let deadlines = state.deadlines.map { deadline in
      let target = deadline.targetLabel.map { " → \($0)" } ?? ""
      return "  \(name): ⏱ \(MermaidText.escaped("\(deadline.label), \(deadline.term)\(target)"))"
    }
    return ["  state \"\(MermaidText.escaped(state.label))\" as \(name)"] + deadlines
  }

  private func words(_ move: Move, then target: String = "") -> String {
    let condition = move.condition.map { ", mits \($0)" } ?? ""
    let effects = move.effects.map { ", \($0)" }.joined()
    let words =
      switch move.cause {
      case .command(let roles): "\(move.label) (\(roles.joined(separator: ", ")))\(condition)\(effects)"
      case .deadline(let term): "⏱ \(move.label), \(term)\(target)\(condition)"
      }
    return MermaidText.escaped(words)
  }

  private func label(of state: String, in machine: MachineDrawing) -> String {
    machine.states.first { $0.key == state }?.label ?? state
  }

  private func classes(_ names: [String], _ style: String) -> [String] {
    names.isEmpty ? [] : ["  class \(names.joined(separator: ",")) \(style)"]
  }
}

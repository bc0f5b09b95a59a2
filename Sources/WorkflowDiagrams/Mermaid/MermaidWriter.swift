/// Writes a `stateDiagram-v2`. Deadlines are lines in the box of their state.
struct MermaidWriter {
  private let diagram: WorkflowDiagram
  private let machine: MachineDrawing

  init(_ diagram: WorkflowDiagram, _ machine: MachineDrawing) {
    self.diagram = diagram
    self.machine = machine
  }

  func text() -> String {
    let title = "\(diagram.title), \(machine.label), versie \(diagram.version)"
    var lines = ["stateDiagram-v2", "  accTitle: \(MermaidText.escaped(title))"]
    lines += machine.states.flatMap(box)
    lines += machine.beginnings.map { arrow("[*]", name($0.state), $0.moves.map { words($0) }) }
    for arrow in machine.arrows {
      lines.append(self.arrow(name(arrow.from), name(arrow.to), arrow.moves.map { words($0, to: label(of: arrow.to)) }))
    }
    lines += machine.states.filter { $0.kind == .final }.map { "  \(name($0.key)) --> [*]" }
    return (lines + fromChildren + styles).joined(separator: "\n") + "\n"
  }

  private func name(_ state: String) -> String { MermaidText.identifier(state) }

  private func arrow(_ from: String, _ to: String, _ lines: [String]) -> String {
    "  \(from) --> \(to)" + (lines.isEmpty ? "" : ": \(lines.joined(separator: "<br/>"))")
  }

  /// From a state that stands for all of them; no key has a capital.
  private var fromChildren: [String] {
    guard !machine.fromChildren.isEmpty else { return [] }
    return ["  state \"In elke fase\" as Elke_fase"]
      + machine.fromChildren.map { arrow("Elke_fase", name($0.target), [words($0.move)]) }
  }

  private var styles: [String] {
    let styles: [(StateDrawing.Kind, String, String)] = [
      (.review, "review", "fill:\(Palette.review),stroke:\(Palette.line),stroke-width:3px,color:\(Palette.text)"),
      (.final, "final", "fill:\(Palette.final),stroke:\(Palette.line),color:\(Palette.onFinal)"),
    ]
    return styles.flatMap { kind, style, look in
      let names = machine.states.filter { $0.kind == kind }.map { name($0.key) }
      return names.isEmpty ? [] : ["  classDef \(style) \(look)", "  class \(names.joined(separator: ",")) \(style)"]
    }
  }

  private func box(_ state: StateDrawing) -> [String] {
    let name = name(state.key)
    let deadlines = state.deadlines.map { deadline in
      let target = deadline.targetLabel.map { " → \($0)" } ?? ""
      return "  \(name): ⏱ \(MermaidText.escaped("\(deadline.label), \(deadline.term)\(target)"))"
    }
    return ["  state \"\(MermaidText.escaped(state.label))\" as \(name)"] + deadlines
  }

  /// - Parameter target: the label of the state that a deadline leads to.
  private func words(_ move: Move, to target: String = "") -> String {
    let condition = move.conditions.isEmpty ? "" : ", mits \(move.conditions.joined(separator: " en "))"
    let words =
      switch move.cause {
      case .command(let roles): "\(move.place) (\(roles.joined(separator: ", ")))\(condition)"
      case .deadline(let term): "⏱ \(move.place), \(term)\(target.isEmpty ? "" : " → \(target)")\(condition)"
      }
    return MermaidText.escaped(words)
  }

  private func label(of state: String) -> String { machine.states.first { $0.key == state }?.label ?? state }
}

/// What holds for several states, said once beside them. On grey, for it is no state.
struct DotSideBox {
  private let machine: MachineDrawing

  init(_ machine: MachineDrawing) { self.machine = machine }

  /// Nothing when there is nothing of the kind.
  var label: String? {
    let shared = machine.deadlines.filter(\.isShared).map { DotBox.text(of: $0) + states(of: $0) }
    let parts = [
      ("Termijnen over meer fasen", shared), ("In elke fase die geen einde is", DotBox.list(machine.everywhere)),
      ("Uit een onderdeel, in elke fase", machine.fromChildren.map(text)),
      ("Gezamenlijke besluiten", machine.decisions.map { DotLabel.text($0, .plain, width: DotBox.width) }),
    ]
    let sections = parts.filter { !$0.1.isEmpty }.map { DotLabel.section($0.0, $0.1) }
    return sections.isEmpty ? nil : DotLabel.box(sections, border: 1, fill: Palette.side)
  }

  private func text(of sent: FromChild) -> String {
    DotLabel.text(sent.move.place, .plain, width: DotBox.width)
      + DotLabel.text("naar \(sent.targetLabel)", .strong, width: DotBox.width)
  }

  private func states(of deadline: DeadlineDrawing) -> String {
    let labels = machine.states.filter { deadline.states.contains($0.key) }.map(\.label)
    return DotLabel.text("in \(labels.joined(separator: ", "))", .small, width: DotBox.width)
  }
}

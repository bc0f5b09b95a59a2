/// What holds for several states, said once beside them. Dashed round, for it is no state.
struct DotSideBox {
  private let machine: MachineDrawing

  init(_ machine: MachineDrawing) { self.machine = machine }

  /// Nothing when there is nothing of the kind.
  var label: String? {
    let shared = machine.deadlines.filter(\.isShared).map { DotBox.text(of: $0) + states(of: $0) }
    var sections: [[String]] = []
    if !shared.isEmpty { sections.append(DotLabel.section("Termijnen over meer fasen", shared)) }
    if !machine.everywhere.isEmpty {
      sections.append(DotLabel.section("In elke fase die geen einde is", DotBox.list(machine.everywhere)))
    }
    guard !sections.isEmpty else { return nil }
    return DotLabel.table(sections.map { $0.joined() }.joined(separator: "<HR/>"), border: 1, fill: Ink.side)
  }

  private func states(of deadline: DeadlineDrawing) -> String {
    let labels = machine.states.filter { deadline.states.contains($0.key) }.map(\.label)
    return DotLabel.text("in \(labels.joined(separator: ", "))", .small, width: DotBox.width)
  }
}

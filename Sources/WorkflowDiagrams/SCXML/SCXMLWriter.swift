/// Writes W3C State Chart XML 1.0.
///
/// - The data model is `null`: it has no variables, so it is the only one in which no condition can be wrong. A guard of a
///   workflow looks at votes, facts and fields, which an SCXML interpreter does not have. So each transition of a command has
///   an event of its own (`afsluiten.1`, `afsluiten.2`), with its guard in words beside it, and whoever simulates the machine
///   chooses by raising that event.
/// - A deadline is a delayed `<send>`, ended by a `<cancel>`. Delays are seconds, so months and years are nominal there (30 and
///   365 days, working days as days): the true length and how it is counted stand beside it. A deadline until a date of the
///   case itself has no length, and one with a guard no known start: their events come from whoever simulates.
/// - What SCXML has no place for is in attributes of a namespace of our own, which interpreters pass over.
struct SCXMLWriter {
  private let diagram: WorkflowDiagram
  private let machine: MachineDrawing

  init(_ diagram: WorkflowDiagram, _ machine: MachineDrawing) {
    self.diagram = diagram
    self.machine = machine
  }

  func text() -> String {
    let root = SCXMLElement(
      "scxml",
      [
        ("xmlns", "http://www.w3.org/2005/07/scxml"), ("xmlns:c", "urn:casusregie:workflow"), ("version", "1.0"),
        ("datamodel", "null"), ("name", "\(diagram.key).\(machine.key)"), ("initial", Self.begin),
        ("c:label", "\(diagram.title): \(machine.label)"), ("c:version", diagram.version),
      ],
      [beginning] + machine.states.map(element)
    )
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.lines().joined(separator: "\n") + "\n"
  }

  /// Where nothing has begun yet; no key begins like this.
  private static let begin = "_begin"

  private var beginning: SCXMLElement {
    let transitions = machine.beginnings.flatMap { beginning in
      beginning.moves.map { transition($0, event: $0.key, from: nil, to: beginning.state) }
    }
    let byItself = SCXMLElement("transition", [("target", machine.initial)], changes(from: nil, to: machine.initial))
    return SCXMLElement("state", [("id", Self.begin)], transitions.isEmpty ? [byItself] : transitions)
  }

  private func element(of state: StateDrawing) -> SCXMLElement {
    let attributes = [
      ("id", state.key), ("c:label", state.label), ("c:audience", state.audience.joined(separator: ", ")),
    ]
    guard state.kind != .final else { return SCXMLElement("final", attributes) }
    let review = state.kind == .review ? [("c:review", "true")] : []
    return SCXMLElement("state", attributes + review, transitions(from: state) + timers(in: state))
  }

  /// The commands, numbered for each command in the order in which they are listed.
  private func transitions(from state: StateDrawing) -> [SCXMLElement] {
    let inherited = machine.everywhere.filter { move in !state.stays.contains { $0.key == move.key } }
    let staying = (state.stays + inherited).map { (move: $0, target: String?.none) }
    let leaving = machine.arrows.filter { $0.from == state.key }.flatMap { arrow in
      arrow.moves.filter { !$0.isTimed || $0.elsewhere != nil }.map { (move: $0, target: String?.some(arrow.to)) }
    }
    var counts: [String: Int] = [:]
    let sent = machine.fromChildren.map { (move: $0.move, target: String?.some($0.target)) }
    return (leaving + staying + sent).map { move, target in
      counts[move.key, default: 0] += 1
      return transition(move, event: "\(move.key).\(counts[move.key, default: 0])", from: state.key, to: target)
    }
  }

  private func timers(in state: StateDrawing) -> [SCXMLElement] {
    state.deadlines.map { deadline in
      let condition = deadline.condition.map { [("c:guard", $0)] } ?? []
      let label = [("c:label", deadline.label), ("c:term", deadline.term)] + condition
      let target = deadline.target.map { [("target", $0)] } ?? []
      let ends = deadline.target.map { changes(from: state.key, to: $0) } ?? []
      return SCXMLElement("transition", [("event", deadline.event)] + target + label, ends)
    }
  }

  private func transition(_ move: Move, event: String, from: String?, to target: String?) -> SCXMLElement {
    var attributes = [("event", event)]
    if let target { attributes.append(("target", target)) }
    attributes.append(("c:label", move.place))
    if case .command(let roles) = move.cause { attributes.append(("c:roles", roles.joined(separator: ", "))) }
    if !move.conditions.isEmpty { attributes.append(("c:guard", move.conditions.joined(separator: "; "))) }
    if !move.effects.isEmpty { attributes.append(("c:effects", move.effects.joined(separator: "; "))) }
    return SCXMLElement("transition", attributes, changes(from: from, to: target ?? from, restarting: move.restarts))
  }

  /// The deadlines that end, begin or begin again. They stand in the transitions, because one deadline can run on over several
  /// states: on entry and exit of a state it would begin again at each of them.
  private func changes(from: String?, to: String?, restarting: [String] = []) -> [SCXMLElement] {
    machine.deadlines.flatMap { deadline -> [SCXMLElement] in
      let before = from.map(deadline.states.contains) ?? false
      let after = to.map(deadline.states.contains) ?? false
      let again = restarting.contains(deadline.key)
      let ends = before && (!after || again)
      let begins = after && (!before || again)
      return (ends ? deadline.cancel : []) + (begins ? deadline.send : [])
    }
  }
}

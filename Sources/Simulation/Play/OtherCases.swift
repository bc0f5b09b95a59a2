import CaseCore
import OrderedCollections

/// Other cases that commands of a walk can name: such as there are, and such as there are not. The name of each is its id too.
struct OtherCases: Sendable {
  /// Those that every sender knows, by their names.
  let known: [String: OtherCase]

  init(_ workflow: Workflow) {
    let kinds = workflow.machines.values.flatMap { machine in
      machine.facts.values.map(\.kind) + machine.commands.values.flatMap { $0.fields.values.map(\.kind) }
    }
    var known: [String: OtherCase] = [:]
    for (workflow, states) in kinds.flatMap(\.others) {
      let inState = states.isEmpty ? [Self.somewhere] : states
      for state in inState + [Self.closed] {
        let name = Self.name(workflow, state)
        known[name] = OtherCase(id: name, workflow: workflow, state: state)
      }
      let hidden = Self.name(workflow, Self.hidden)
      known[hidden] = OtherCase(id: hidden, workflow: workflow, state: nil)
    }
    self.known = known
  }

  /// Names of a case in each of the states, and one each of a case that is in another, of one whose state the sender may not know, and of
  /// one that there is not. Those that a field accepts come up more often.
  static func names(_ workflow: String, _ states: [String]) -> [String] {
    let accepted = (states.isEmpty ? [somewhere] : states).map { name(workflow, $0) }
    return accepted + accepted + accepted + [closed, hidden, absent].map { name(workflow, $0) }
  }

  private static func name(_ workflow: String, _ state: String) -> String { "\(workflow) \(state)" }

  private static let somewhere = "(somewhere)"
  private static let closed = "(closed)"
  private static let hidden = "(hidden)"
  private static let absent = "(absent)"
}

extension Field.Kind {
  /// The workflows and states of the other cases that it is about.
  fileprivate var others: [(workflow: String, states: [String])] {
    switch self {
    case .otherCase(let workflow, let states): [(workflow, states)]
    case .list(let kind, _, _): kind.others
    default: []
    }
  }
}

import CaseCore
import OrderedCollections
import Server

/// What a role may do and read, for people. Labels are those of the workflow.
struct RoleRightsText {
  private let role: String
  private let workflow: Workflow
  private let table: RightsTable

  init(_ role: String, _ rights: Administration.WorkflowRights) {
    self.role = role
    workflow = rights.workflow
    table = rights.table.only(role)
  }

  var text: String {
    let (label, access) = (workflow.roles[role]?.label ?? role, workflow.roles[role]?.access ?? Role.Access.none)
    let scope = workflow.roles[role]?.through == nil ? Self.scope(access) : Self.scopeThroughParty(access)
    let head = "\(workflow.key) \(workflow.version)  role \(role) «\(label)»: \(scope)"
    return ([head] + begins + workflow.machines.flatMap { lines(of: $0, $1) }).map(Terminal.line).joined(
      separator: "\n"
    )
  }

  private static func scope(_ access: Role.Access) -> String {
    switch access {
    case .party: "in cases in which its organisation is a party in it"
    case .part: "in a part of a case that was given to its organisation, and nothing else of the case"
    case .oversight: "oversight: reads every case in which its organisation has it, and gives no command"
    case .receipt: "no case; only the events that are addressed to it"
    case .none: "no case"
    }
  }

  private static func scopeThroughParty(_ access: Role.Access) -> String {
    access == .oversight
      ? "oversight: reads every case in which its organisation takes or took part in another role, and gives no command"
      : "in cases in which its organisation takes part in another role"
  }

  private var begins: [String] {
    table.acts.filter { $0.state == nil }.map { "  begins a case: \(line($0))" }
  }

  private func lines(of key: String, _ machine: Machine) -> [String] {
    machine.states.flatMap { name, state -> [String] in
      let acts = table.acts.filter { $0.machine == key && $0.state == name }
      let sights = table.sights.filter { $0.machine == key && $0.state == name }
      guard !acts.isEmpty || !sights.isEmpty else { return [] }
      let read = sights.map(words).joined(separator: "; ")
      return ["  \(machine.label), \(state.label) (\(key)/\(name)): \(read)"] + acts.map { "    \(line($0))" }
    }
  }

  private func words(_ sight: RightsTable.Sight) -> String {
    let reads =
      switch sight.extent {
      case .everything: "reads everything"
      case .state: "reads it"
      case .existence: "knows that it is there"
      }
    let withheld = sight.withheld.isEmpty ? "" : ", not the entries of \(sight.withheld.joined(separator: ", "))"
    let added = sight.added.isEmpty ? "" : ", and the entries of \(sight.added.joined(separator: ", "))"
    let named =
      sight.named.isEmpty ? "" : ", and when it is named the entries of \(sight.named.joined(separator: ", "))"
    return reads + withheld + added + named
  }

  private func line(_ act: RightsTable.Act) -> String {
    let machine = workflow.machines[act.machine]
    var parts = ["\(machine?.commands[act.command]?.label ?? act.command) (\(act.command))"]
    if let ballot = act.ballot {
      let decision = machine?.decisions[ballot.decision]?.label ?? ballot.decision
      parts.append("\(Self.word(ballot.action)) «\(decision)»")
    }
    switch act.apart {
    case .person: parts.append("votes count of different persons")
    case .organisation: parts.append("votes count of different organisations")
    case nil: break
    }
    if act.acceptsVouched { parts.append("the word of the organisation is enough for who it is") }
    if act.isNarrowed { parts.append("only for one organisation, by what the case or the command names") }
    return parts.joined(separator: "; ")
  }

  private static func word(_ action: Ballot.Action) -> String {
    switch action {
    case .vote: "votes on"
    case .withdraw: "withdraws a vote on"
    case .recuse: "steps back from"
    }
  }
}

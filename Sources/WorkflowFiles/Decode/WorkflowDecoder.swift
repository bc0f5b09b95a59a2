import CaseCore
import OrderedCollections

/// Reads a whole file into a workflow. What could not be read is noted in the log and replaced by something that does no
/// harm, so that all of the file is looked at; a name that is declared stays declared, whatever is wrong with the rest.
final class WorkflowDecoder {
  /// Where the file has what the model has elsewhere: from the path in the model to the one in the file.
  private(set) var moved: [[String]: [String]] = [:]

  func workflow(_ reader: NodeReader) -> Workflow {
    let group = reader.group(["workflow", "version", "label", "root", "roles", "grounds", "machines"])
    return Workflow(
      key: group?.required("workflow")?.name() ?? "",
      version: group?.required("version")?.version() ?? "",
      label: group?.label() ?? "",
      roles: group?.required("roles")?.dictionary { $0.role() } ?? [:],
      grounds: group?.required("grounds")?.dictionary { $0.ground() } ?? [:],
      machines: group?.required("machines")?.dictionary(of: machine) ?? [:],
      root: group?.required("root")?.name() ?? ""
    )
  }

  private func machine(_ reader: NodeReader) -> Machine {
    let group = reader.group(["label", "facts", "commands", "decisions", "start", "on", "after", "states"])
    let facts = group?.optional("facts")?.dictionary { $0.fact() } ?? [:]
    let commands = group?.required("commands")?.dictionary { $0.command() } ?? [:]
    // Facts and commands come first, wherever they stand: what a value means in a guard depends on them.
    let transitions = TransitionReader(guards: GuardReader(kinds: Kinds(facts, commands, of: reader)))
    let deadlines = DeadlineReader(machine: reader.path, guards: transitions.guards)
    let states = group?.required("states")?.dictionary { state($0, transitions, deadlines) } ?? [:]
    if let after = group?.optional("after") { deadlines.read(after, state: nil) }
    moved.merge(deadlines.moved) { first, _ in first }
    return Machine(
      label: group?.label() ?? "",
      start: group?.required("start").map(transitions.start) ?? .init(command: "", transition: Transition()),
      states: states,
      commands: commands,
      on: group?.optional("on").map(transitions.on) ?? [:],
      facts: facts,
      decisions: group?.optional("decisions")?.dictionary { $0.decision() } ?? [:],
      deadlines: deadlines.deadlines
    )
  }

  private func state(_ reader: NodeReader, _ transitions: TransitionReader, _ deadlines: DeadlineReader) -> State {
    let group = reader.group(["label", "audience", "review", "final", "on", "after"])
    if let after = group?.optional("after") { deadlines.read(after, state: reader.path.last ?? "") }
    return State(
      label: group?.label() ?? "",
      audience: group?.required("audience")?.names() ?? [],
      isReview: group?.optional("review")?.flag() ?? false,
      isFinal: group?.optional("final")?.flag() ?? false,
      on: group?.optional("on").map(transitions.on) ?? [:]
    )
  }
}

import CaseCore
import OrderedCollections

/// Reads a whole file into a workflow. What could not be read is reported in the log and replaced by a harmless value, so
/// that the whole file is checked; a declared name stays declared, whatever is wrong with the rest.
final class WorkflowDecoder {
  /// The paths that differ between model and file: from the path in the model to the one in the file.
  private(set) var moved: [[String]: [String]] = [:]
  /// Of all machines, when they were read.
  private var kinds = Kinds()

  func workflow(_ reader: NodeReader) -> Workflow {
    let group = reader.group([
      "workflow",
      "version",
      "label",
      "root",
      "case-type",
      "kenmerk",
      "conditions",
      "roles",
      "grounds",
      "machines",
      "match",
    ])
    let root = group?.required("root")?.name() ?? ""
    let machines = group?.required("machines").map { self.machines($0, root: root) } ?? [:]
    return Workflow(
      key: group?.required("workflow")?.name() ?? "",
      version: group?.required("version")?.version() ?? "",
      label: group?.label() ?? "",
      roles: group?.required("roles")?.dictionary { $0.role() } ?? [:],
      grounds: group?.required("grounds")?.dictionary { $0.ground() } ?? [:],
      machines: machines,
      root: root,
      caseType: group?.optional("case-type")?.name(),
      namesCases: group?.optional("kenmerk")?.flag() ?? false,
      conditions: group?.optional("conditions")?.dictionary { $0.text() ?? "" } ?? [:],
      matches: group?.optional("match")?.dictionary {
        $0.match(GuardReader(kinds: kinds, machine: root, root: root))
      } ?? [:]
    )
  }

  private func machines(_ reader: NodeReader, root: String) -> OrderedDictionary<String, Machine> {
    // A machine with a `start` was meant to be the case, even when the name of the root is wrong.
    let hasRoot = reader.node[root] != nil
    func isRoot(_ reader: NodeReader) -> Bool { hasRoot ? reader.path.last == root : reader.node["start"] != nil }
    let builders = reader.dictionary { MachineBuilder($0, isRoot: isRoot($0)) }
    for builder in builders.values { kinds.add(builder.facts, builder.commands, of: builder.reader) }
    return OrderedDictionary(
      uniqueKeysWithValues: builders.map { key, builder in
        let guards = GuardReader(kinds: kinds, machine: key, root: root)
        return (key, machine(builder, TransitionReader(guards: guards)))
      }
    )
  }

  private func machine(_ builder: MachineBuilder, _ transitions: TransitionReader) -> Machine {
    let (group, isRoot) = (builder.group, builder.isRoot)
    let deadlines = DeadlineReader(machine: builder.reader.path, transitions: transitions)
    let states = group?.required("states")?.dictionary { state($0, transitions, deadlines) } ?? [:]
    if let after = group?.optional("after") { deadlines.read(after, state: nil) }
    moved.merge(deadlines.moved) { first, _ in first }
    return Machine(
      label: group?.label() ?? "",
      starts: isRoot ? starts(group, transitions) : [],
      initial: isRoot ? nil : group?.required("initial")?.name() ?? "",
      states: states,
      commands: builder.commands(transitions.guards),
      on: group?.optional("on").map(transitions.on) ?? [:],
      facts: builder.facts,
      decisions: group?.optional("decisions")?.dictionary { $0.decision() } ?? [:],
      deadlines: deadlines.deadlines,
      was: group?.optional("was")?.name()
    )
  }

  /// The ways in which a case begins; one without a name where none was read.
  private func starts(_ group: GroupReader?, _ transitions: TransitionReader) -> [Machine.Start] {
    let reader = group?.required("start")
    let starts = reader?.oneOrMore().map(transitions.start) ?? []
    if let reader, starts.isEmpty { reader.fault("Een zaak heeft ten minste één begin.") }
    return starts.isEmpty ? [.init(command: "", transition: .init())] : starts
  }

  private func state(_ reader: NodeReader, _ transitions: TransitionReader, _ deadlines: DeadlineReader) -> State {
    let group = reader.group([
      "label",
      "audience",
      "review",
      "final",
      "only",
      "on",
      "after",
      "was",
    ])
    if let after = group?.optional("after") { deadlines.read(after, state: reader.path.last ?? "") }
    return State(
      label: group?.label() ?? "",
      audience: group?.required("audience")?.names() ?? [],
      isReview: group?.optional("review")?.flag() ?? false,
      isFinal: group?.optional("final")?.flag() ?? false,
      onlyBy: group?.optional("only")?.oneOrMore().compactMap { $0.outcome() } ?? [],
      on: group?.optional("on").map(transitions.on) ?? [:],
      was: group?.optional("was")?.name()
    )
  }
}

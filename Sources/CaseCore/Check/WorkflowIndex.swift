import OrderedCollections

/// What several checks of a workflow need, computed once, because computing it took most of the time of a proof.
final class WorkflowIndex {
  let workflow: Workflow
  private var placesByMachine: [String: [TransitionPlace]] = [:]
  private var writersByMachine: [String: FactWriters] = [:]
  private lazy var conditionsByMachine = Dictionary(grouping: workflow.conditions(places), by: \.machine)

  init(_ workflow: Workflow) { self.workflow = workflow }

  /// See ``Workflow/places(in:)``.
  func places(in key: String) -> [TransitionPlace] {
    if let known = placesByMachine[key] { return known }
    let places = workflow.places(in: key)
    placesByMachine[key] = places
    return places
  }

  /// Every condition that is about the machine, wherever it is written.
  func conditions(of key: String) -> [GuardPlace] { conditionsByMachine[key] ?? [] }

  func writers(of key: String) -> FactWriters {
    if let known = writersByMachine[key] { return known }
    let writers = FactWriters(self, machine: key)
    writersByMachine[key] = writers
    return writers
  }

  /// The commands with which the case makes a child of a machine.
  func starters(of child: String) -> [String] {
    places(in: workflow.root).filter { $0.transition.starts.contains { $0.machine == child } }.compactMap(\.command)
  }

  /// The facts of a machine that the service sets.
  func setByService(in key: String) -> Set<String> {
    workflow.matches.values.contains { $0.found == key } ? [IdentityMatch.contactFact] : []
  }

  /// The facts of a machine that transitions increment.
  func counted(in key: String) -> Set<String> { Set(places(in: key).flatMap(\.transition.counts)) }
}

import OrderedCollections

/// Proves that commands only suspend, resume and extend deadlines that run, and finds where a deadline may be suspended.
struct SuspensionCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    index.places(in: key).flatMap { place in uses(of: place).flatMap { faults($0, at: place) } }
  }

  /// What a transition does to a deadline.
  private enum Act: String {
    case suspend, resume, extend
  }

  private typealias Use = (act: Act, deadline: String, path: [String])

  private func uses(of place: TransitionPlace) -> [Use] {
    let transition = place.transition
    return transition.suspends.enumerated().map { (.suspend, $1, place.path + ["suspend", "\($0)"]) }
      + transition.resumes.enumerated().map { (.resume, $1, place.path + ["resume", "\($0)"]) }
      + transition.extensions.enumerated().map { (.extend, $1.deadline, place.path + ["extend", "\($0)", "deadline"]) }
  }

  private func faults(_ use: Use, at place: TransitionPlace) -> [WorkflowFault] {
    guard let deadline = machine.deadlines[use.deadline] else { return [] }
    let basis = [WorkflowFault.Basis.all(of: path)]
    if deadline.term.dateFact != nil {
      return [.init(use.path, "Een termijn tot een datum (until) staat niet stil en wordt niet langer.", basis: basis)]
    }
    if let sources = place.sources, Set(sources).isDisjoint(with: deadline.states) {
      return [.init(use.path, "De termijn «\(use.deadline)» loopt hier niet.", basis: basis)]
    }
    if use.act == .extend, let fault = mismatched(use, deadline, place) { return [fault] }
    if use.act != .extend, deadline.suspendedWhen != nil {
      // One would lift what the other says.
      let message = "Of de termijn «\(use.deadline)» stilstaat, zegt «suspend-when» al, en dan geen opdracht."
      return [.init(use.path, message, basis: basis)]
    }
    guard use.act == .resume, !isSuspended(use.deadline, deadline) else { return [] }
    return [.init(use.path, "Niets laat de termijn «\(use.deadline)» stilstaan (suspend).", basis: basis)]
  }

  /// An extension in a unit that the deadline cannot be counted in: nobody would know when it ends.
  private func mismatched(_ use: Use, _ deadline: Deadline, _ place: TransitionPlace) -> WorkflowFault? {
    let extra = place.transition.extensions.first { $0.deadline == use.deadline }?.by
    guard let extra, case .length(let rule) = deadline.term else { return nil }
    do throws(DeadlineError) {
      _ = try DeadlineRule(length: extra, kind: rule.kind)
      guard (extra.unit == .hours) != (rule.length.unit == .hours) else { return nil }
      throw .mixedUnits(rule.length.unit, extra.unit)
    } catch {
      let message = "De verlenging past niet bij «\(use.deadline)»."
      return .init(use.path, message, basis: [.all(of: path)], cause: error)
    }
  }

  private func isSuspended(_ name: String, _ deadline: Deadline) -> Bool {
    !deadline.suspendedIn.isEmpty || index.places(in: key).contains { $0.transition.suspends.contains(name) }
  }

  // MARK: - Where it may stand still

  /// The states in which the deadline does not bound the waiting, because it is or may be suspended there.
  func standing(_ name: String) -> Set<String> {
    guard let deadline = machine.deadlines[name] else { return [] }
    // A condition can hold in any state.
    if deadline.suspendedWhen != nil { return Set(deadline.states) }
    let places = index.places(in: key)
    var standing: Set<String> = []
    func stand(in states: [String]) { standing.formUnion(states.filter(deadline.states.contains)) }
    for place in places where place.transition.suspends.contains(name) {
      stand(in: place.transition.target.map { [$0] } ?? place.sources ?? deadline.states)
    }
    var before: Set<String>?
    while before != standing {
      before = standing
      // Where a case begins, nothing stands still yet.
      for place in places
      where !place.isStart && !place.transition.resumes.contains(name) && !place.transition.restarts.contains(name) {
        guard let target = place.transition.target else { continue }
        if !standing.isDisjoint(with: place.sources ?? deadline.states) { stand(in: [target]) }
      }
    }
    return standing.union(deadline.suspendedIn)
  }
}

import OrderedCollections

/// Proves that the roles addressed in a state can be present by then: it follows joins and leaves along all paths through
/// the case. It asks whether someone can be present, not whether someone always is.
struct PresenceCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    guard isRoot else { return [] }
    let present = presence()
    return audiences(present) + deadlines(present) + notices(present) + commands(present) + joins(present)
  }

  typealias Presence = [String: Set<String>]

  private var parties: PartyCheck { PartyCheck(index: index, key: key) }

  // MARK: - Who can be there

  /// By state, the roles in which someone can take part.
  func presence() -> Presence {
    let places = index.places(in: key)
    let clock = workflow.machines.filter { $0.key != key }.values.flatMap(\.deadlines.values).flatMap(\.allJoins)
    let always = Set(clock.compactMap(\.role))
    var presence: Presence = [:]
    var before: Presence?
    while before != presence {
      before = presence
      for place in places { spread(along: place, in: &presence, besides: always) }
      for deadline in machine.deadlines.values { spread(by: deadline, in: &presence) }
    }
    return presence
  }

  private func spread(along place: TransitionPlace, in presence: inout Presence, besides always: Set<String>) {
    for source in sources(of: place) {
      guard let state = place.transition.target ?? source, source == nil || presence[source ?? ""] != nil else {
        continue
      }
      presence[state, default: []].formUnion(after(place, from: source, presence).union(always))
    }
  }

  /// `nil` for the start, which has no source.
  private func sources(of place: TransitionPlace) -> [String?] {
    if place.isStart { return [nil] }
    return place.sources ?? machine.states.filter { !$1.isFinal }.map(\.key)
  }

  /// - Parameter most: how many of its joins count; `nil` for all.
  private func after(
    _ place: TransitionPlace,
    from source: String?,
    _ presence: Presence,
    joins most: Int? = nil
  ) -> Set<String> {
    let leaving = place.transition.leaves.compactMap { if case .role(let role) = $0 { role } else { nil } }
    let joining = place.transition.joins.prefix(most ?? .max).flatMap { parties.joining($0, at: place) }
    return withThrough((presence[source ?? ""] ?? []).subtracting(leaving).union(joining))
  }

  /// With the roles that whoever takes part has through the others. They stay with who oversees, and nobody has to be there always.
  private func withThrough(_ roles: Set<String>) -> Set<String> {
    workflow.opensCase(to: roles) ? roles.union(workflow.rolesThroughParty) : roles
  }

  private func spread(by deadline: Deadline, in presence: inout Presence) {
    for state in deadline.states {
      guard let known = presence[state] else { continue }
      var target = state
      if case .review(let review) = deadline.expiry { target = review }
      presence[target, default: []].formUnion(withThrough(known.union(deadline.joins.compactMap(\.role))))
      presence[state, default: []].formUnion(deadline.reminders.flatMap(\.joins).compactMap(\.role))
    }
  }

  // MARK: - Who is addressed

  /// Whether these are roles that someone can hold at some time, but nobody at this one.
  private func missing(_ addressed: [String], in present: Set<String>, ever: Presence) -> Bool {
    !addressed.isEmpty && present.isDisjoint(with: addressed)
      && !addressed.allSatisfy { role in !ever.values.contains { $0.contains(role) } }
  }

  private func absent(_ path: [String], _ message: String) -> WorkflowFault {
    .init(path, message, basis: workflow.machines.keys.map { .all(of: ["machines", $0]) })
  }

  private func audiences(_ present: Presence) -> [WorkflowFault] {
    machine.states.filter { name, state in
      present[name].map { missing(state.audience, in: $0, ever: present) } ?? false
    }.map { name, _ in
      absent(path + ["states", name, "audience"], "In «\(name)» neemt van deze rollen nog niemand deel.")
    }
  }

  private func deadlines(_ present: Presence) -> [WorkflowFault] {
    machine.deadlines.filter { !$1.states.isEmpty }.flatMap { name, deadline -> [WorkflowFault] in
      let path = path + ["after", name]
      let here = deadline.states.reduce(into: Set<String>()) { $0.formUnion(present[$1] ?? []) }
      let joined = here.union(deadline.allJoins.compactMap(\.role))
      func late(_ roles: [String], in here: Set<String>, _ key: [String]) -> [WorkflowFault] {
        missing(roles, in: here, ever: present)
          ? [absent(path + key, "Waar deze termijn loopt, neemt van deze rollen nog niemand deel.")] : []
      }
      return late(deadline.roles, in: joined, ["notify"])
        + deadline.warnings.enumerated().flatMap { late($1.roles, in: here, ["warn", "\($0)", "to"]) }
        + deadline.reminders.enumerated().flatMap { late($1.roles, in: joined, ["remind", "\($0)", "to"]) }
    }
  }

  private func notices(_ present: Presence) -> [WorkflowFault] {
    index.places(in: key).flatMap { place -> [WorkflowFault] in
      let there = sources(of: place).reduce(into: Set<String>()) { $0.formUnion(after(place, from: $1, present)) }
      return place.transition.notices.enumerated().filter { missing($1.roles, in: there, ever: present) }.map {
        index,
        _ in
        absent(place.path + ["notify", "\(index)", "to"], "Van deze rollen neemt hier nog niemand deel.")
      }
    }
  }

  /// Joins from parties that can be there at some time, but not at this one.
  private func joins(_ present: Presence) -> [WorkflowFault] {
    parties.joins().compactMap { join, path, place in
      guard case .party(let role) = join.source else { return nil }
      var there: Set<String> = []
      if let place {
        let earlier = path.last.flatMap(Int.init)
        for source in sources(of: place) { there.formUnion(after(place, from: source, present, joins: earlier)) }
      } else {
        for state in machine.deadlines[path[3]]?.states ?? [] { there.formUnion(present[state] ?? []) }
      }
      guard missing([role], in: there, ever: present) else { return nil }
      return absent(path + ["from", "party"], "In de rol «\(role)» neemt hier nog niemand deel.")
    }
  }

  private func commands(_ present: Presence) -> [WorkflowFault] {
    var seen: Set<[String]> = []
    return index.places(in: key).compactMap { place in
      let path = Array(place.path.dropLast())
      guard let sources = place.sources, let name = place.command, let command = machine.commands[name],
        missing(command.roles, in: sources.reduce(into: []) { $0.formUnion(present[$1] ?? []) }, ever: present),
        seen.insert(path).inserted
      else { return nil }
      return absent(path, "«\(name)» kan hier niemand geven: van haar rollen neemt nog niemand deel.")
    }
  }
}

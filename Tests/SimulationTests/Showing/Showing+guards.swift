import CaseCore
import OrderedCollections

/// The conditions of the text, weighed a second time: by them it follows who must act.
extension Showing {
  /// What a command that nobody gave yet will say: its fields, and so facts of the part that it is for.
  struct Unsaid {
    let child: String?
    let fields: Set<String>
    /// The organisation that would give it.
    let sender: String
  }

  /// Whether a condition holds; `nil` when that depends on what is unsaid.
  /// - Parameter child: that it is about; `nil` for the case itself.
  func verdict(_ condition: Guard, in child: String?, _ unsaid: Unsaid) -> Bool? {
    let journal = instance.instance(child)
    let facts = journal?.facts ?? [:]
    func of(_ fact: String, _ test: (Value) -> Bool) -> Bool? {
      if unsaid.child == child, unsaid.fields.contains(fact) { return nil }
      return facts[fact].map(test) ?? false
    }
    switch condition {
    case .all(let all): return Self.every(all.map { verdict($0, in: child, unsaid) })
    case .any(let all): return Self.every(all.map { verdict($0, in: child, unsaid).map(!) }).map(!)
    case .not(let inner): return verdict(inner, in: child, unsaid).map(!)
    case .root(let inner): return verdict(inner, in: nil, unsaid)
    case .fact(let name, let values): return of(name) { values.contains($0) }
    case .reached(let name, let least):
      return of(name) { if case .number(let number) = $0 { number >= least } else { false } }
    case .recent(.fact(let name), let length):
      return of(name) { if case .date(let date) = $0 { date.after(length) > today } else { false } }
    case .field(let name, _), .recent(.field(let name), _): return unsaid.fields.contains(name) ? nil : false
    case .ground: return nil
    case .sender(let subject): return isFrom(subject, in: child, unsaid)
    case .voted(let decision, let subject, let option): return hasVoted(decision, subject, option, in: child, unsaid)
    case .decided(let decision, let option): return standing(of: decision, in: child) == .decided(option)
    case .divided(let decision): return standing(of: decision, in: child) == .divided
    case .visited(let state, let count): return journal?.visits[state] ?? 0 >= count
    case .state(let states): return states.contains(rights[child].state)
    case .expired(let deadline, let times): return journal?.deadlines[deadline]?.passed ?? 0 >= times
    case .party(let role): return !rights.holders(of: [role], in: child).isEmpty
    case .children(let children): return verdict(children, unsaid)
    }
  }

  /// One that fails is enough.
  private static func every(_ verdicts: [Bool?]) -> Bool? {
    if verdicts.contains(false) { return false }
    return verdicts.contains(nil) ? nil : true
  }

  private func verdict(_ children: Guard.Children, _ unsaid: Unsaid) -> Bool? {
    let all = rights.parts.filter { $0.value.machine == children.machine }
    let verdicts = all.map { id, part -> Bool? in
      guard children.states.isEmpty || children.states.contains(part.state) else { return false }
      guard let condition = children.condition else { return true }
      return verdict(condition, in: id, unsaid)
    }
    // As many as hold for certain, and as many as may.
    let counts = [verdicts.count { $0 == true }, verdicts.count { $0 != false }]
    let answers = counts.map { count in
      switch children.quantity {
      case .some: count > 0
      case .none: count == 0
      case .every: count == all.count
      case .atLeast(let least): count >= least
      }
    }
    return answers[0] == answers[1] ? answers[0] : nil
  }
}

extension CivilDate {
  /// So long after it.
  fileprivate func after(_ length: Length) -> CivilDate {
    switch length.unit {
    case .hours: self
    case .days: adding(days: length.amount)
    case .weeks: adding(days: 7 * length.amount)
    case .months: adding(months: length.amount)
    case .years: adding(months: 12 * length.amount)
    }
  }
}

import CaseCore
import OrderedCollections

/// Conditions on whose command it is and who voted, weighed a second time. Who must act by a vote is not told by conditions, so here no
/// command has a vote of its own.
extension Showing {
  func isFrom(_ subject: Guard.Subject, in child: String?, _ unsaid: Unsaid) -> Bool? {
    switch said(subject, in: child, unsaid) {
    case .nothing: false
    case .value(let value): Self.organisations(value).contains(unsaid.sender)
    case .open: nil
    }
  }

  func hasVoted(
    _ decision: String,
    _ subject: Guard.Subject,
    _ option: Guard.Subject?,
    in child: String?,
    _ unsaid: Unsaid
  ) -> Bool? {
    let joint = machine(of: child)?.decisions[decision]
    let voters = Set(joint.map { self.voters($0, $0.roles, in: child) } ?? [])
    let who = said(subject, in: child, unsaid)
    let what = option.map { said($0, in: child, unsaid) } ?? .open
    let fits = (instance.instance(child)?.votes[decision] ?? []).contains { vote in
      voters.contains([vote.role, vote.organisation])
        && who.allows { Self.organisations($0).contains(vote.organisation) }
        && what.allows { $0 == .choice(vote.option) }
    }
    if !fits { return false }
    return who.isOpen || option != nil && what.isOpen ? nil : true
  }

  private enum Said {
    case nothing
    case value(Value)
    case open

    var isOpen: Bool { if case .open = self { true } else { false } }

    func allows(_ test: (Value) -> Bool) -> Bool {
      switch self {
      case .nothing: false
      case .value(let value): test(value)
      case .open: true
      }
    }
  }

  /// Nobody has said a field yet, nor a fact that a field writes.
  private func said(_ subject: Guard.Subject, in child: String?, _ unsaid: Unsaid) -> Said {
    switch subject {
    case .field: return .open
    case .fact(let name):
      if unsaid.child == child, unsaid.fields.contains(name) { return .open }
      return (instance.instance(child)?.facts[name]).map(Said.value) ?? .nothing
    }
  }

  private static func organisations(_ value: Value) -> [String] {
    switch value {
    case .reference(let number): [number]
    case .list(let all): all.flatMap(organisations)
    default: []
    }
  }
}

import OrderedCollections

/// What guards are evaluated on: a case, one of its machines, and the present command.
package struct Situation {
  /// The case, with the command's own facts and vote already in it.
  let instance: Case
  let workflow: Workflow
  /// The child that it is about; `nil` for the case itself.
  private(set) var child: String?
  /// The command's fields.
  var fields: [String: Value] = [:]
  /// The ground that the command rests on; `nil` when it was not said, and where there is no command.
  var ground: String?
  /// Who gives the command; `nil` when that is unknown, and where there is no command.
  package var sender: Sender?
  /// For a command that is not given yet: what is unknown about it.
  var unsaid: Unsaid?
  /// Fields that have a value that was not understood; no fact is unknown because of them.
  var unsaidFields: Set<String> = []
  let today: CivilDate
  let directory: Directory

  /// Who gives a command.
  package struct Sender {
    var organisation: String
    /// The joint decision in which the command casts a vote, of the child (`nil` for the case itself) that it is for.
    var vote: String?
    var child: String?

    package init(organisation: String, vote: String?, in child: String?) {
      self.organisation = organisation
      self.vote = vote
      self.child = child
    }
  }

  /// Fields without a value yet, and so the facts that they will become.
  struct Unsaid {
    /// The machine that the command is for: a child, or `nil` for the case itself.
    var child: String?
    var fields: Set<String>
  }

  package init(
    instance: Case,
    workflow: Workflow,
    child: String?,
    fields: [String: Value] = [:],
    ground: String? = nil,
    today: CivilDate,
    directory: Directory
  ) {
    self.instance = instance
    self.workflow = workflow
    self.child = child
    self.fields = fields
    self.ground = ground
    self.today = today
    self.directory = directory
  }

  /// The instance of the machine; an empty one for a child that does not exist.
  var focus: Instance { instance.instance(child) ?? Instance(machine: "") }

  /// The organisations that have one of the roles now, in the case or in the child that it is about.
  func organisations(in roles: [String]) -> [String] {
    instance.organisations(in: roles, child: child, of: workflow, by: directory)
  }

  func of(_ child: String?) -> Situation {
    var other = self
    other.child = child
    return other
  }

  /// Whether it holds with certainty.
  package func holds(_ guard: Guard) -> Bool { verdict(`guard`) ?? false }

  /// Whether it holds; `nil` when that depends on what is unsaid.
  func verdict(_ guard: Guard) -> Bool? {
    switch `guard` {
    case .all(let guards): every(guards, verdict)
    case .any(let guards): every(guards) { verdict($0).map(!) }.map(!)
    case .not(let inner): verdict(inner).map(!)
    case .fact(let name, let values): said(fact: name) { $0.map(values.contains) ?? false }
    case .field(let name, let values): said(field: name) { $0.map(values.contains) ?? false }
    case .ground(let grounds): ground.map(grounds.contains)
    case .reached(let fact, let number): said(fact: fact) { isReached($0, number) }
    case .recent(.fact(let name), let length): said(fact: name) { isRecent($0, length) }
    case .recent(.field(let name), let length): said(field: name) { isRecent($0, length) }
    case .decided(let decision, let option): standing(of: decision) == .decided(option)
    case .divided(let decision): standing(of: decision) == .divided
    case .visited(let state, let count): focus.visits[state, default: 0] >= count
    case .state(let states): states.contains(focus.state)
    case .expired(let deadline, let times): (focus.deadlines[deadline]?.passed ?? 0) >= times
    case .sender(let named): isSender(named)
    case .voted(let decision, let named, let option): hasVoted(decision, named, option)
    case .party(let role): !organisations(in: [role]).isEmpty
    case .children(let children): verdict(children)
    case .root(let inner): of(nil).verdict(inner)
    }
  }

  /// Whether the command has to give the field a value; `nil` when that depends on what is unsaid.
  package func requires(_ field: Field) -> Bool? {
    switch field.requirement {
    case .always: true
    case .never: false
    case .when(let condition): verdict(condition)
    }
  }

  /// What of a condition depends on what is unsaid, and so decides it.
  func remainder(of condition: Guard) -> Guard {
    func only(_ guards: [Guard]) -> Guard? { guards.count == 1 ? guards[0] : nil }
    switch condition {
    case .all(let guards):
      let open = guards.filter { verdict($0) == nil }.map(remainder)
      return only(open) ?? .all(open)
    case .any(let guards):
      let open = guards.filter { verdict($0) == nil }.map(remainder)
      return only(open) ?? .any(open)
    case .not(let inner): return .not(remainder(of: inner))
    default: return condition
    }
  }

  /// One guard that fails is enough, whatever the others are.
  private func every(_ guards: [Guard], _ verdict: (Guard) -> Bool?) -> Bool? {
    var all: Bool? = true
    for inner in guards {
      guard let one = verdict(inner) else {
        all = nil
        continue
      }
      if !one { return false }
    }
    return all
  }

  private func said(field name: String, _ test: (Value?) -> Bool) -> Bool? {
    isUnsaid(.field(name)) ? nil : test(fields[name])
  }

  private func said(fact name: String, _ test: (Value?) -> Bool) -> Bool? {
    isUnsaid(.fact(name)) ? nil : test(focus.facts[name])
  }

  func isUnsaid(_ subject: Guard.Subject) -> Bool {
    switch subject {
    case .field(let name): unsaidFields.contains(name) || unsaid?.fields.contains(name) == true
    case .fact(let name): unsaid.map { $0.child == child && $0.fields.contains(name) } ?? false
    }
  }

  private func isReached(_ value: Value?, _ least: Int64) -> Bool {
    if case .number(let number)? = value { number >= least } else { false }
  }

  private func isRecent(_ value: Value?, _ length: Length) -> Bool {
    if case .date(let date)? = value { date.adding(length) > today } else { false }
  }

  private func verdict(_ children: Guard.Children) -> Bool? {
    let all = instance.children.filter { $1.machine == children.machine }
    let verdicts = all.map { id, child -> Bool? in
      guard children.states.isEmpty || children.states.contains(child.state) else { return false }
      guard let condition = children.condition else { return true }
      return of(id).verdict(condition)
    }
    let least = verdicts.count { $0 == true }
    let most = verdicts.count { $0 != false }
    func between(_ isEnough: (Int) -> Bool) -> Bool? { isEnough(least) == isEnough(most) ? isEnough(least) : nil }
    return switch children.quantity {
    case .some: between { $0 > 0 }
    case .none: between { $0 == 0 }
    case .every: between { $0 == all.count }
    case .atLeast(let count): between { $0 >= count }
    }
  }

  /// The state of a joint decision of the machine.
  func standing(of decision: String) -> JointDecision.Standing {
    poll(decision)?.standing ?? .open
  }

  func poll(_ decision: String) -> Poll? {
    workflow.machines[focus.machine]?.decisions[decision].map {
      Poll($0, votes: focus.votes[decision] ?? [], in: self)
    }
  }
}

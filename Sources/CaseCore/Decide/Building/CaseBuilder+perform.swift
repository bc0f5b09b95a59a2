import OrderedCollections

extension CaseBuilder {
  /// Carries out a transition, in the order of the documentation of workflows: assignments first, the state last.
  mutating func perform(_ transition: Transition, in child: String?, validated: ValidatedCommand) throws(Refusal) {
    assign(transition, in: child, validated)
    for leave in transition.leaves { end(leave, validated: validated) }
    if let region = transition.region { move(to: region, validated: validated) }
    for join in transition.joins { try admit(join, validated: validated) }
    if let transfer = transition.transfer { try hand(over: transfer, validated: validated) }
    // Ends come before starts, so that a new child can replace an old one.
    for end in transition.ends { bringToEnd(end) }
    for start in transition.starts { try begin(start, validated: validated) }
    for name in transition.suspends { try hold(name, in: child, validated: validated) }
    for name in transition.resumes { try go(on: name, in: child, validated: validated) }
    for extra in transition.extensions { try extend(extra, in: child, validated: validated) }
    if let target = transition.target { change(.entered(state: target), in: child) }
    restarts.formUnion(transition.restarts.map { DeadlineName($0, child: child) })
    announce(transition, in: child)
  }

  /// Carries out what the expiry of a child's deadline causes in the case. There is no sender, so the parts that designate
  /// one are skipped; the check refuses a workflow that has them.
  mutating func perform(_ transition: Transition, byClockIn child: String?) {
    assign(transition, in: child)
    for end in transition.ends { bringToEnd(end) }
    if let target = transition.target { change(.entered(state: target), in: child) }
    restarts.formUnion(transition.restarts.map { DeadlineName($0, child: child) })
    announce(transition, in: child)
  }

  private mutating func assign(_ transition: Transition, in child: String?, _ validated: ValidatedCommand? = nil) {
    for (fact, value) in transition.assign { change(.set(fact: fact, value: value), in: child) }
    for (fact, origin) in transition.takes {
      if let value = value(from: origin, validated) { change(.set(fact: fact, value: value), in: child) }
    }
    for fact in transition.counts {
      var count: Int64 = 0
      if case .number(let number)? = instance.instance(child)?.facts[fact] { count = number }
      change(.set(fact: fact, value: .number(count + 1)), in: child)
    }
  }

  private func value(from origin: Transition.Origin, _ validated: ValidatedCommand?) -> Value? {
    switch origin {
    case .today: .date(decider.today)
    case .sender: validated.map { .reference($0.actor.organisation) }
    case .field(let name): validated?.fields[name]
    }
  }

  private mutating func announce(_ transition: Transition, in child: String?) {
    for notice in transition.notices {
      let addressed = notice.isForEveryone ? recipients() : organisations(in: notice.roles, child: child)
      if notice.asksAcknowledgement {
        notices.notify(notice.event, toAcknowledge: addressed)
      } else {
        notices.notify(notice.event, to: addressed)
      }
    }
  }

  // MARK: - Children

  /// Every organisation that ever could read the case, or had a part in a child, also those that left. What one had that was merged into
  /// another, that one has.
  private func recipients(except roles: [String] = []) -> [String] {
    let readers = instance.root.parties.filter { decider.canRead($0.roles) }
    let parties = readers + instance.children.values.flatMap(\.parties)
    let present = decider.directory.present
    let excepted = instance.root.parties.filter { !$0.roles.isDisjoint(with: roles) }.map { present($0.organisation) }
    var seen = Set(excepted)
    return parties.map { present($0.organisation) }.filter { seen.insert($0).inserted }
  }

  /// - Throws: when the case already has the largest number of children. Children that are made for each party or recipient
  ///   are not limited: there are no more of them than organisations, and a case that must be destroyed needs them.
  private mutating func begin(_ start: Transition.Start, validated: ValidatedCommand) throws(Refusal) {
    switch start.part {
    case nil:
      try requireRoom()
      make(start, validated: validated)
    case .organisations(let pointed):
      try requireRoom()
      // One child for all organisations that have the same part in it.
      let organisations = validated.organisations(pointed)
      if let role = start.role { try requireConditions(of: organisations, for: [role]) }
      let id = make(start, validated: validated)
      for organisation in organisations {
        admit(organisation, toChild: id, as: start.role, validated: validated)
      }
    case .eachParty:
      var seen: Set<String> = []
      for party in instance.root.parties
      where party.until == nil && decider.canRead(decider.directory.counted(party))
        && party.roles.isDisjoint(with: start.except)
        && seen.insert(decider.directory.present(party.organisation)).inserted
      {
        begin(start, for: party.organisation, validated: validated)
      }
    case .eachRecipient:
      for organisation in recipients(except: start.except) { begin(start, for: organisation, validated: validated) }
    }
  }

  private func requireRoom() throws(Refusal) {
    guard instance.children.count < Case.mostChildren else { throw .broken(.tooManyParts) }
  }

  private func roles(of organisation: String) -> Set<String> { instance.party(organisation)?.roles ?? [] }

  private mutating func begin(_ start: Transition.Start, for organisation: String, validated: ValidatedCommand) {
    admit(organisation, toChild: make(start, validated: validated), as: start.role, validated: validated)
  }

  @discardableResult
  private mutating func make(_ start: Transition.Start, validated: ValidatedCommand) -> String {
    make(start.machine, validated.fields)
  }

  /// - Parameter fields: those that are facts of the machine become so.
  @discardableResult
  mutating func make(_ key: String, _ fields: [String: Value]) -> String {
    var number = instance.children.values.count { $0.machine == key } + 1
    // A part of which the machine had this name before has kept its own.
    while instance.children["\(key)-\(number)"] != nil { number += 1 }
    let id = "\(key)-\(number)"
    change(.began(child: id, machine: key))
    let machine = machine(of: id)
    for (name, fact) in machine.facts {
      if let initial = fact.initial { change(.set(fact: name, value: initial), in: id) }
    }
    record(fields, in: id)
    change(.entered(state: machine.initial), in: id)
    return id
  }

  private mutating func admit(_ organisation: String, toChild id: String, as role: String?, validated: ValidatedCommand)
  {
    guard let role else { return }
    let organisation = decider.directory.present(organisation)
    let through = decider.directory.organisations[organisation]?.roles ?? []
    change(.joined(Party(organisation: organisation, roles: [role], since: revision, through: through)), in: id)
    // To an organisation that may not read the case, this child is all there is of it, and new.
    if !decider.canRead(roles(of: organisation)) {
      notices.notify(Event.opened, to: [organisation])
    }
  }

  private mutating func bringToEnd(_ end: Transition.End) {
    for (id, child) in instance.children where child.machine == end.machine && end.states.contains(child.state) {
      change(.entered(state: end.target), in: id)
      ended.append(id)
    }
  }
}

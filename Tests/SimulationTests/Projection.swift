import CaseCore
import OrderedCollections

@testable import Simulation

/// The rights of one case, kept from the text of its workflow alone: who takes part in which role, and whom each step tells what.
///
/// It is written a second time on purpose, in another way than the engine: nothing here asks the engine for a role, an audience, a
/// reader or what one is shown. What it is given is what happened: who gave which command, which transitions of the text that took, and
/// what the journal has of votes, facts and moments; see ``Showing``.
struct Projection {
  let workflow: Workflow
  /// By machine.
  let countedFacts: [String: Set<String>]
  private(set) var region = ""
  private(set) var part = Part(machine: "", state: "")
  private(set) var parts: OrderedDictionary<String, Part> = [:]
  private var facts: [String: Value] = [:]
  /// Every role of each organisation that takes or took part in the case.
  private var everHeld: [String: Set<String>] = [:]
  private var ended: [String] = []
  /// Of the present step.
  private(set) var told: [String: String] = [:]
  private var directory: [String: Organisation] = [:]
  /// The ids of the children that the step made, by machine and organisation: which of two gets which number is no right.
  private var names: [[String]: String] = [:]

  /// The case, or one child of it.
  struct Part {
    let machine: String
    var state: String
    /// In which roles each organisation takes part now.
    var roles: [String: Set<String>] = [:]
    /// In a child: in which roles people act for an organisation with a part in it.
    var through: [String: Set<String>] = [:]
  }

  init(_ workflow: Workflow) {
    self.workflow = workflow
    countedFacts = workflow.countedFacts
  }

  /// Goes on by one step.
  /// - Returns: the event that each organisation is told.
  mutating func take(_ step: Step) -> [String: String] {
    directory = step.environment.directory.organisations
    (told, ended) = ([:], [])
    names = Self.names(step.decision.entry)
    let before = step.before.map { Showing(self, $0, at: step.at) }
    switch step.command.cause {
    case .command(let name, let actor): take(step, name, actor)
    case .deadline(let name, _, let timer): take(step, name, timer)
    // What comes from another case comes as by a command of this one; what was said of it there, is only told.
    case .transferred(let transfer, let line):
      if let name = step.decision.taken.first?.command { take(step, name, transfer.actor) }
      tell("bijgewerkt", to: holders(of: line.audience, in: step.command.child))
    case .matched(let name, _): take(step, identity: name)
    }
    tellReaders(since: before, Showing(self, step.after, at: step.at))
    return told
  }

  /// Whoever is shown something else than before, and was told nothing more specific.
  private mutating func tellReaders(since before: Showing?, _ now: Showing) {
    let present = Set(([part] + parts.values.map(\.self)).flatMap(\.roles.keys))
    let untold = present.subtracting(told.keys)
    tell("bijgewerkt", to: untold.filter { before?.views(of: $0) != now.views(of: $0) }.sorted())
  }

  /// The deadlines were counted by other settings.
  /// - Parameter changed: the children in which one changed; `nil` when one of the case itself did.
  mutating func recalculate(_ organisations: [String: Organisation], changed: [String?]) -> [String: String] {
    (directory, told) = (organisations, [:])
    for child in changed { tell("bijgewerkt", to: holders(of: audience(of: child), in: child)) }
    return told
  }

  /// One organisation was merged into another.
  /// - Parameters:
  ///   - last: the case until then.
  ///   - result: the case from then on.
  mutating func merge(
    _ former: String,
    into successor: String,
    _ organisations: [String: Organisation],
    from last: Case,
    to result: Case,
    at moment: Instant
  ) -> [String: String] {
    (directory, told) = (organisations, [:])
    let (readers, before) = (self.readers, Showing(self, last, at: moment))
    var tookPart = false
    for id in [nil] + parts.keys.map(Optional.some) {
      guard let roles = self[id].roles[former] else { continue }
      tookPart = true
      let counting = counted(former, in: self[id])
      everHeld[successor, default: []].formUnion(id == nil ? roles : [])
      self[id].roles[former] = nil
      if let through = self[id].through.removeValue(forKey: former), !counting.isEmpty {
        self[id].through[successor, default: []].formUnion(through)
      }
      if !counting.isEmpty { self[id].roles[successor, default: []].formUnion(counting) }
    }
    if tookPart { tell("deelname-beeindigd", to: [former]) }
    tell("deelname-begonnen", to: self.readers.subtracting(readers).sorted())
    tell("bijgewerkt", to: holders(of: audience(of: nil), in: nil))
    tellReaders(since: before, Showing(self, result, at: moment))
    return told
  }

  private static func names(_ entry: Entry) -> [[String]: String] {
    var machines: [String: String] = [:]
    return entry.changes.reduce(into: [:]) { names, change in
      if case .began(let child, let machine) = change { machines[child] = machine }
      guard case .inChild(let child, .joined(let party)) = change, let machine = machines[child] else { return }
      names[[machine, party.organisation]] = child
    }
  }

  // MARK: - Commands

  private mutating func take(_ step: Step, _ name: String, _ actor: Actor) {
    let child = step.command.child
    if step.before == nil { begin(by: actor) }
    guard let machine = workflow.machines[self[child].machine], let definition = machine.commands[name] else { return }
    let (state, root, members) = (self[child].state, part.state, part.roles)
    let readers = self.readers
    let said = Said(
      sender: actor.organisation,
      role: definition.roles.first { holds(actor, $0, in: child, isFirst: step.before == nil) } ?? "",
      fields: step.decision.entry.fields,
      definition: definition
    )
    if child == nil { facts.merge(said.fields.filter { machine.facts[$0.key] != nil }) { $1 } }
    let known = Set(parts.keys)
    if let transition = step.transition { take(transition, in: child, said) }
    if let consequence = step.consequence { take(consequence, in: nil, said) }
    for (organisation, roles) in members where hasLost(roles, organisation) {
      tell("deelname-beeindigd", to: [organisation])
    }
    if step.before != nil { tell("deelname-begonnen", to: self.readers.subtracting(readers).sorted()) }
    if child != nil, root != part.state { tell("fase-gewijzigd", to: holders(of: audience(of: nil), in: nil)) }
    let granted = parts.filter { !known.contains($0.key) }.values.flatMap { $0.roles.values.flatMap(\.self) }
    let event =
      step.before == nil ? "aangemaakt" : child == nil && state != part.state ? "fase-gewijzigd" : "bijgewerkt"
    let addressed = definition.audience ?? audience(of: child) + granted
    let shared = Shared(definition, said.fields, by: said.sender, in: said.role)
    let heard = shared?.isKept == true ? addressed.filter { workflow.roles[$0]?.access == .oversight } : addressed
    tell(event, to: holders(of: heard, in: child))
    if let shared { tell("bijgewerkt", to: readersByName(shared, in: child)) }
    tellEnded(except: child)
  }

  private mutating func begin(by actor: Actor) {
    region = directory[actor.organisation]?.region ?? ""
    part = Part(machine: workflow.root, state: "")
    facts =
      workflow.machines[workflow.root]?.facts.compactMapValues(\.initial).reduce(into: [:]) { $0[$1.key] = $1.value }
      ?? [:]
  }

  private func hasLost(_ roles: Set<String>, _ organisation: String) -> Bool {
    guard let now = part.roles[organisation] else { return true }
    return isReader(roles) && !isReader(now)
  }

  // MARK: - The clock

  private mutating func take(_ step: Step, _ name: DeadlineName, _ timer: Int) {
    let (root, readers) = (part.state, self.readers)
    guard let deadline = workflow.machines[self[name.child].machine]?.deadlines[name.name],
      let kind = step.before?.instance(name.child)?.deadlines[name.name]?.timers[timer].kind
    else { return }
    let (event, roles): (String, [String]) =
      switch kind {
      case .warning(let index): ("termijn-nadert", deadline.warnings[index].roles)
      case .expiry: (deadline.event ?? "termijn-verlopen", deadline.roles)
      case .reminder(let index): (deadline.event ?? "termijn-verlopen", deadline.reminders[index].roles)
      }
    if kind == .expiry {
      for join in deadline.joins { admit(join, nil) }
      if case .review(let state) = deadline.expiry { self[name.child].state = state }
      if let consequence = step.consequence { take(consequence, in: nil, nil) }
    }
    if case .reminder(let index) = kind { for join in deadline.reminders[index].joins { admit(join, nil) } }
    tell(event, to: holders(of: roles, in: name.child))
    tell("deelname-begonnen", to: self.readers.subtracting(readers).sorted())
    if name.child != nil, root != part.state { tell("fase-gewijzigd", to: holders(of: audience(of: nil), in: nil)) }
    tellEnded(except: name.child)
  }

  // MARK: - Other cases

  /// Another case may be about the same person: of the child that says so nobody but the contact hears.
  private mutating func take(_ step: Step, identity name: String) {
    guard let match = workflow.matches[name], let child = step.decision.entry.began.first else { return }
    parts[child] = Part(machine: match.found, state: workflow.machines[match.found]?.initial ?? "")
    tell("bijgewerkt", to: holders(of: [match.contact], in: nil))
  }

  /// Who has a part in a child that the case ended hears of it.
  private mutating func tellEnded(except child: String?) {
    for id in ended where id != child {
      let part = self[id]
      let hear = part.roles.keys.filter { !counted($0, in: part).isDisjoint(with: audience(of: id)) }
      tell("bijgewerkt", to: hear)
    }
  }

  // MARK: - Transitions

  /// What the sender said; `nil` for the clock.
  private struct Said {
    let sender: String
    let role: String
    let fields: [String: Value]
    let definition: CommandDefinition

    func organisations(_ pointed: Transition.Organisations) -> [String] {
      switch pointed {
      case .sender: [sender]
      case .field(let name): fields[name]?.numbers ?? []
      }
    }
  }

  private mutating func take(_ transition: Transition, in child: String?, _ said: Said?) {
    if child == nil {
      for (name, value) in transition.assign { facts[name] = value }
      for (name, origin) in transition.takes {
        switch origin {
        case .today: break
        case .sender: facts[name] = said.map { .reference($0.sender) } ?? facts[name]
        case .field(let field): facts[name] = said?.fields[field] ?? facts[name]
        }
      }
    }
    for leave in transition.leaves { remove(leave, said) }
    if let pointed = transition.region, let new = said?.organisations(pointed).first {
      region = directory[new]?.region ?? region
    }
    for join in transition.joins { admit(join, said) }
    for end in transition.ends {
      for (id, part) in parts where part.machine == end.machine && end.states.contains(part.state) {
        parts[id]?.state = end.target
        ended.append(id)
      }
    }
    for start in transition.starts { begin(start, said) }
    if let target = transition.target { self[child].state = target }
    for notice in transition.notices {
      let addressed = notice.isForEveryone ? everReaders : holders(of: notice.roles, in: child)
      // What has to be acknowledged is said whatever else there was to say.
      if notice.asksAcknowledgement {
        for organisation in addressed { told[organisation] = notice.event }
      } else {
        tell(notice.event, to: addressed)
      }
    }
  }

  private mutating func remove(_ leave: Transition.Leave, _ said: Said?) {
    switch leave {
    case .role(let role): for organisation in part.roles.keys { lose([role], organisation) }
    case .organisations(let pointed):
      for organisation in said?.organisations(pointed) ?? [] { lose(part.roles[organisation] ?? [], organisation) }
    }
  }

  private mutating func lose(_ roles: Set<String>, _ organisation: String) {
    guard let rest = part.roles[organisation]?.subtracting(roles) else { return }
    part.roles[organisation] = rest.isEmpty ? nil : rest
  }

  private mutating func admit(_ join: Transition.Join, _ said: Said?) {
    func admit(_ organisation: String, _ roles: Set<String>) {
      part.roles[organisation, default: []].formUnion(roles)
      everHeld[organisation, default: []].formUnion(roles)
    }
    switch join.source {
    case .region:
      for organisation in directory.values where organisation.region == region {
        if let role = join.role, organisation.roles.contains(role) { admit(organisation.number, [role]) }
      }
    case .party(let other):
      for number in holders(of: [other], in: nil) {
        if let role = join.role, directory[number]?.roles.contains(role) == true { admit(number, [role]) }
      }
    case .fact(let name): for number in facts[name]?.numbers ?? [] { admit(number, [join.role ?? ""]) }
    case .organisations(.sender): if let said { admit(said.sender, [join.role ?? said.role]) }
    case .organisations(.field(let name)):
      for number in said?.fields[name]?.numbers ?? [] {
        let held = directory[number]?.roles ?? []
        let asked = said?.definition.fields[name]?.kind.roles ?? []
        let own = held.filter { workflow.roles[$0]?.through == nil }
        let any = own.isEmpty ? held : own
        admit(number, join.role.map { [$0] } ?? (asked.isEmpty ? any : held.intersection(asked)))
      }
    }
  }

  private mutating func begin(_ start: Transition.Start, _ said: Said?) {
    switch start.part {
    case nil: begin(start, for: [])
    case .organisations(let pointed): begin(start, for: said?.organisations(pointed) ?? [])
    case .eachParty:
      for (organisation, roles) in part.roles.sorted(by: { $0.key < $1.key })
      where isReader(counted(organisation, in: part)) && roles.isDisjoint(with: start.except) {
        begin(start, for: [organisation], as: names[[start.machine, organisation]])
      }
    case .eachRecipient:
      for organisation in everReaders where everHeld[organisation]?.isDisjoint(with: start.except) ?? true {
        begin(start, for: [organisation], as: names[[start.machine, organisation]])
      }
    }
  }

  private mutating func begin(_ start: Transition.Start, for organisations: [String], as name: String? = nil) {
    let id = name ?? "\(start.machine)-\(parts.values.count { $0.machine == start.machine } + 1)"
    parts[id] = Part(machine: start.machine, state: workflow.machines[start.machine]?.initial ?? "")
    guard let role = start.role else { return }
    for organisation in organisations {
      parts[id]?.roles[organisation] = [role]
      parts[id]?.through[organisation] = directory[organisation]?.roles ?? []
      if !isReader(part.roles[organisation] ?? []) { tell("aangemaakt", to: [organisation]) }
    }
  }

  // MARK: - Rights

  private(set) subscript(child: String?) -> Part {
    get { child.map { parts[$0] ?? Part(machine: "", state: "") } ?? part }
    set { if let child { parts[child] = newValue } else { part = newValue } }
  }

  private mutating func tell(_ event: String, to organisations: [String]) {
    for organisation in organisations where told[organisation] == nil { told[organisation] = event }
  }

  func audience(of child: String?) -> [String] {
    workflow.machines[self[child].machine]?.states[self[child].state]?.audience ?? []
  }

  /// Those of the roles that the directory grants now; for a part in a child one of the roles behind it.
  private func counted(_ organisation: String, in part: Part) -> Set<String> {
    let (roles, held) = (part.roles[organisation] ?? [], directory[organisation]?.roles ?? [])
    guard let through = part.through[organisation], !through.isEmpty else { return roles.intersection(held) }
    return through.isDisjoint(with: held) ? [] : roles
  }

  func holders(of roles: [String], in child: String?) -> [String] {
    let all = child == nil ? [part] : [part, self[child]]
    let joined = all.flatMap { part in part.roles.keys.filter { !counted($0, in: part).isDisjoint(with: roles) } }
    return joined + everHeld.keys.filter { !joined.contains($0) && !through($0).isDisjoint(with: roles) }
  }

  /// The roles that the directory gives and the text ties to taking part: to oversee, also to having taken part. Who has nothing but a
  /// receipt, or a part in a child, does not take part in that sense.
  private func through(_ organisation: String) -> Set<String> {
    let held = directory[organisation]?.roles ?? []
    return held.filter { name in
      guard let role = workflow.roles[name], role.through != nil else { return false }
      let own = role.access == .oversight ? everHeld[organisation] ?? [] : counted(organisation, in: part)
      return isReader(own.filter { workflow.roles[$0]?.through == nil })
    }
  }

  private func holds(_ actor: Actor, _ role: String, in child: String?, isFirst: Bool) -> Bool {
    if isFirst { return actor.roles.contains(role) && directory[actor.organisation]?.roles.contains(role) == true }
    let own = counted(actor.organisation, in: part).union(through(actor.organisation))
    if own.intersection(actor.roles).contains(role) { return true }
    return child != nil && self[child].through[actor.organisation].map { !$0.isDisjoint(with: actor.roles) } == true
      && counted(actor.organisation, in: self[child]).contains(role)
  }

  /// The roles in which an organisation may read the case, or a child of it, but for those of oversight: who oversees looks, and is told
  /// what the text addresses to it.
  func readingRoles(_ organisation: String, in child: String?) -> Set<String> {
    let acting = (directory[organisation]?.roles ?? []).filter { workflow.roles[$0]?.access != .oversight }
    var roles: Set<String> = []
    for place in child == nil ? [part] : [part, self[child]] {
      if let through = place.through[organisation], !through.isEmpty, through.isDisjoint(with: acting) { continue }
      roles.formUnion(counted(organisation, in: place))
    }
    roles.formUnion(through(organisation).intersection(acting))
    return roles.filter { workflow.roles[$0]?.access == .party || workflow.roles[$0]?.access == .part }
  }

  private func isReader(_ roles: Set<String>) -> Bool {
    roles.contains { workflow.roles[$0]?.access == .party || workflow.roles[$0]?.access == .oversight }
  }

  /// Everyone that may read something of the case, or of a child.
  private var readers: Set<String> {
    let all = [part] + parts.values.map(\.self)
    return Set(
      all.flatMap { part in
        part.roles.keys.filter { organisation in
          let roles = counted(organisation, in: part)
          return isReader(roles) || roles.contains { workflow.roles[$0]?.access == .part }
        }
      }
    )
  }

  /// Everyone that ever could read the case, or had a part in a child.
  private var everReaders: [String] {
    let readers = everHeld.filter { isReader($0.value) }.map(\.key)
    return Set(readers + parts.values.flatMap(\.roles.keys)).sorted()
  }
}

extension Value {
  /// The organisations that it names.
  fileprivate var numbers: [String] {
    switch self {
    case .reference(let number): [number]
    case .list(let values): values.flatMap(\.numbers)
    default: []
    }
  }
}

extension Field.Kind {
  /// The roles that it asks of the organisations that it names.
  fileprivate var roles: [String] {
    switch self {
    case .reference(let roles): roles
    case .list(let kind, _, _): kind.roles
    default: []
    }
  }
}

import CaseCore
import OrderedCollections
import SeededRandom
import WorkflowFiles

/// A random walk through a workflow: people who give commands, and a clock that jumps. It prefers what was covered least,
/// because without a preference a walk stays near its start.
struct Walk {
  private(set) var play: Play
  private var random: SeededGenerator
  /// Whether people act at once, so that hardly any time passes and nothing expires.
  private let isHasty: Bool

  static let beginning = Amsterdam.startOfDay(CivilDate(year: 2026, month: 1, day: 5) ?? .min)

  /// - Parameter play: the play that it continues from; `nil` starts a new case.
  init(_ environment: Environment, from play: Play?, seed: UInt64) {
    random = SeededGenerator(seed: seed)
    isHasty = random.once(in: 3)
    self.play = play?.continued() ?? Play(environment, at: Self.beginning)
  }

  var isOver: Bool { play.instance.map { play.environment.isFinal($0.root) } ?? false }

  /// One step; `nil` when there is no possible command.
  mutating func step(_ coverage: Coverage) -> Attempt? {
    if random.once(in: 6) {
      play.now = play.now.adding(seconds: Int64(random.number(below: isHasty ? 12 : 5 * 24)) * 3_600)
    }
    let command = clock() ?? match() ?? person(coverage)
    return command.map { play.give($0) }
  }

  // MARK: - The clock

  private mutating func clock() -> Command? {
    guard let timer = play.instance?.nextTimer else { return nil }
    // What is due comes before what people do. Usually they do not wait for the next one.
    if timer.at > play.now {
      if isHasty || !random.once(in: 5) { return nil }
      // Sometimes a timer that is not due: it must have no effect.
      if !random.once(in: 20) { play.now = timer.at }
    }
    let generation = random.once(in: 40) ? timer.generation - 1 : timer.generation
    return Command(cause: .deadline(timer.deadline, generation: generation, timer: timer.number))
  }

  // MARK: - Other cases

  /// Sometimes another case may be about the same person.
  private mutating func match() -> Command? {
    let matches = play.environment.workflow.matches
    guard let instance = play.instance, let name = matches.isEmpty ? nil : random.pick(Array(matches.keys)),
      let match = matches[name], random.once(in: 20)
    else { return nil }
    let known = instance.children.values.count { $0.machine == match.found && !play.environment.isFinal($0) }
    let contacts = play.environment.directory.organisations.values.filter { $0.roles.contains(match.contact) }
    guard known < 3, let contact = random.pick(contacts.map(\.number).sorted()) else { return nil }
    return Command(cause: .matched(name, with: contact))
  }

  // MARK: - People

  private struct Wish {
    let child: String?
    let choice: Inventory.Choice
    /// The number of the transition that is intended.
    let aim: Int
    let weight: Int
  }

  private mutating func person(_ coverage: Coverage) -> Command? {
    guard let instance = play.instance else {
      let starts = play.environment.inventory.starts
      let start = starts.count > 1 ? random.pick(starts) : starts.first
      return start.map { command($0, child: nil, aim: $0.sites.lowerBound) }
    }
    if random.once(in: 60) { return anything() }
    let wishes = wishes(in: instance, coverage)
    for _ in 0..<6 {
      guard let wish = pick(wishes) else { return nil }
      if isIdle(wish, instance, coverage), !random.once(in: 12) { continue }
      return command(wish.choice, child: wish.child, aim: wish.aim)
    }
    return nil
  }

  /// Any command, by anyone.
  private mutating func anything() -> Command? {
    let machines = play.environment.workflow.machines.values
    guard let (name, definition) = random.pick(machines.flatMap { $0.commands.map { ($0, $1) } }),
      let organisation = random.pick(play.environment.directory.organisations.keys.sorted())
    else { return nil }
    let roles = play.environment.directory.organisations[organisation]?.roles ?? []
    let filler = FieldFiller(definition: definition, hints: Hints(Transition(), &random), play: play)
    var actor = Actor(subject: organisation, organisation: organisation, roles: roles)
    actor.authentication = Set(definition.authentication)
    return Command(
      cause: .command(name: name, by: actor),
      child: random.once(in: 2) ? nil : random.pick(Array((play.instance?.children ?? [:]).keys)),
      fields: filler.fields(&random),
      expectedRevision: random.once(in: 3) ? Int64(random.number(below: 10)) : nil
    )
  }

  private func wishes(in instance: Case, _ coverage: Coverage) -> [Wish] {
    let inventory = play.environment.inventory
    var counts: [String: Int] = [:]
    for child in instance.children.values where !play.environment.isFinal(child) {
      counts[child.machine, default: 0] += 1
    }
    return instance.instances.flatMap { child, focus in
      inventory.choices(focus.machine, focus.state).flatMap { choice in
        choice.sites.map { site in
          let liking = liking(inventory.sites[site], number: site, focus, counts, coverage)
          return Wish(child: child, choice: choice, aim: site, weight: liking)
        }
      }
    }
  }

  private func liking(
    _ site: Inventory.Site,
    number: Int,
    _ focus: Instance,
    _ counts: [String: Int],
    _ coverage: Coverage
  ) -> Int {
    var liking = 4
    if coverage.transitions[number] == 0 { liking += 60 }
    for consequence in site.consequences where coverage.transitions[consequence] == 0 { liking += 30 }
    for index in site.guards where coverage.holding[index] == 0 || coverage.failing[index] == 0 { liking += 10 }
    if let target = site.transition.target {
      let state = play.environment.inventory.number(ofState: target, in: focus.machine)
      if let state, coverage.states[state] == 0 { liking += 60 }
      if focus.visits[target] == nil { liking += 12 }
    }
    for end in site.transition.ends {
      let state = play.environment.inventory.number(ofState: end.target, in: end.machine)
      if let state, coverage.states[state] == 0 { liking += 30 }
    }
    // A case with many open children would take all the time.
    if site.transition.starts.contains(where: { counts[$0.machine, default: 0] > 2 }) { liking /= 8 }
    return max(liking, 1)
  }

  private mutating func pick(_ wishes: [Wish]) -> Wish? {
    var rest = wishes.reduce(0) { $0 + $1.weight }
    guard rest > 0 else { return nil }
    rest = random.number(below: rest)
    return wishes.first { wish in
      rest -= wish.weight
      return rest < 0
    }
  }

  /// Whether the intended transition is impossible now, whatever the sender says, and this was covered before.
  private func isIdle(_ wish: Wish, _ instance: Case, _ coverage: Coverage) -> Bool {
    let site = play.environment.inventory.sites[wish.aim]
    guard !site.guards.isEmpty else { return false }
    let situation = Situation(
      instance: instance,
      workflow: play.environment.workflow,
      child: wish.child,
      today: Amsterdam.date(at: play.now),
      directory: play.environment.directory
    )
    let failing = zip(site.guards, site.transition.requirements).filter {
      !$1.guard.depends(on: wish.choice.definition) && !situation.holds($1.guard)
    }
    return !failing.isEmpty && failing.allSatisfy { coverage.failing[$0.0] > 0 }
  }

  // MARK: - A command

  private mutating func command(_ choice: Inventory.Choice, child: String?, aim: Int) -> Command {
    let sites = play.environment.inventory.sites
    var hints = Hints(sites[aim].transition, &random)
    if let consequence = random.pick(Array(sites[aim].consequences)) {
      for requirement in sites[consequence].transition.requirements { hints.want(requirement.guard, true, &random) }
    }
    agree(choice.definition, child: child, &hints)
    // How people sign in is no part of the workflow.
    var actor = sender(choice.definition, child: child, hints)
    hints.settle(actor.organisation, in: play.instance?.instance(child), &random)
    let filler = FieldFiller(definition: choice.definition, hints: hints, play: play)
    actor.authentication = Set(choice.definition.authentication)
    let fields = filler.fields(&random)
    let ground = choice.definition.grounds.count > 1 ? random.pick(choice.definition.grounds) : nil
    return Command(
      cause: .command(name: choice.command, by: actor),
      child: child,
      fields: filler.complete(fields, child: child, ground: ground, &random),
      ground: ground,
      expectedRevision: random.once(in: 80) ? Int64(random.number(below: 10)) : nil
    )
  }

  /// People usually agree, because otherwise no joint decision would ever be taken.
  private mutating func agree(_ definition: CommandDefinition, child: String?, _ hints: inout Hints) {
    guard let vote = definition.vote, let focus = play.instance?.instance(child),
      let field = play.environment.workflow.machines[focus.machine]?.decisions[vote]?.field
    else { return }
    if let option = focus.votes[vote]?.last?.option, !random.once(in: 6) {
      hints.satisfying[field] = [.choice(option)]
    } else if let option = hints.outcomes[vote] {
      hints.satisfying[field] = [.choice(option)]
    }
  }

  private mutating func sender(_ definition: CommandDefinition, child: String?, _ hints: Hints) -> Actor {
    guard let instance = play.instance else { return anyone(with: definition.roles) }
    var seats = definition.roles.flatMap { role in
      instance.organisations(
        in: [role],
        child: child,
        of: play.environment.workflow,
        by: play.environment.directory
      ).map { (role: role, organisation: $0) }
    }
    if let vote = definition.vote, let votes = instance.instance(child)?.votes[vote], !random.once(in: 6) {
      let among = play.environment.workflow.machines[instance.instance(child)?.machine ?? ""]?.decisions[vote]?.among
      let named = among.flatMap { instance.instance(child)?.facts[$0]?.references }
      let silent = seats.filter { seat in
        named?.contains(seat.organisation) ?? true
          && !votes.contains { $0.role == seat.role && $0.organisation == seat.organisation }
      }
      if !silent.isEmpty { seats = silent }
    }
    if let focus = instance.instance(child), !random.once(in: 6) {
      let asked = seats.filter { hints.admits($0.organisation, in: focus) }
      if !asked.isEmpty { seats = asked }
    }
    guard let seat = random.pick(seats), !random.once(in: 60) else { return anyone(with: definition.roles) }
    let isParty =
      instance.party(seat.organisation)?.roles.contains(seat.role) == true
      || play.environment.workflow.isThroughParty(seat.role)
    let through = child.flatMap { instance.children[$0]?.party(seat.organisation)?.through } ?? []
    let roles: Set<String> = isParty ? [seat.role] : through
    // Usually another person for each role; sometimes one person with several.
    let person = random.once(in: 4) ? "" : seat.role
    return Actor(subject: "\(person)@\(seat.organisation)", organisation: seat.organisation, roles: roles)
  }

  private mutating func anyone(with roles: [String]) -> Actor {
    let all = play.environment.directory.organisations.values.sorted { $0.number < $1.number }
    let organisations = random.once(in: 20) ? all : all.filter { !$0.roles.isDisjoint(with: roles) }
    guard let organisation = random.pick(organisations) else { return Actor(subject: "", organisation: "", roles: []) }
    return Actor(subject: "@\(organisation.number)", organisation: organisation.number, roles: organisation.roles)
  }
}

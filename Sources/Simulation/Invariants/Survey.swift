import CaseCore
import OrderedCollections
import SeededRandom

/// Tries everything that is offered: for every organisation and every role, each command that is offered without an obstacle
/// is tried until some fields are accepted.
struct Survey {
  private let play: Play
  private var random: SeededGenerator

  /// How often fields are filled in at random before an offer counts as false.
  private static let tries = 200

  init(_ play: Play, seed: UInt64) {
    self.play = play
    random = SeededGenerator(seed: seed)
  }

  mutating func breaches() -> [Breach] {
    guard let instance = play.instance else { return [] }
    return actors(in: instance).flatMap { actor in
      play.environment.decider(at: play.now).availableCommands(for: actor, in: instance)
        .filter(\.obstacles.isEmpty).compactMap { breach($0, actor, instance) }
    }
  }

  /// Every organisation in each of its roles alone, and in all at once: as a new person, and as everyone who has voted.
  private func actors(in instance: Case) -> [Actor] {
    let voters = Set(instance.instances.flatMap { $0.instance.votes.values.flatMap(\.self) }.map(\.person)).sorted()
    return play.environment.directory.organisations.values.sorted { $0.number < $1.number }.flatMap { organisation in
      let roles = organisation.roles.sorted().map { Set([$0]) } + [organisation.roles]
      return roles.flatMap { roles in
        (["new"] + voters).map { Actor(subject: $0, organisation: organisation.number, roles: roles) }
      }
    }
  }

  private mutating func breach(_ offer: Decider.AvailableCommand, _ actor: Actor, _ instance: Case) -> Breach? {
    var last: Outcome?
    for _ in 0..<Self.tries {
      guard let command = command(offer, actor, instance) else { break }
      last = play.environment.decide(command, on: instance, at: play.now)
      if case .accepted? = last { return nil }
    }
    let roles = actor.roles.sorted().joined(separator: "+")
    return Breach(
      rule: .offers,
      detail: "\(offer.command) was offered to \(roles), and is always refused: \(last.debugDescription)"
    )
  }

  private mutating func command(_ offer: Decider.AvailableCommand, _ actor: Actor, _ instance: Case) -> Command? {
    guard let focus = instance.instance(offer.child),
      let choice = play.environment.inventory.choices(focus.machine, focus.state).first(where: {
        $0.command == offer.command
      }),
      let aim = random.pick(Array(choice.sites))
    else { return nil }
    let sites = play.environment.inventory.sites
    var hints = Hints(sites[aim].transition, &random)
    if let consequence = random.pick(Array(sites[aim].consequences)) {
      for requirement in sites[consequence].transition.requirements {
        hints.want(requirement.guard, random.once(in: 2), &random)
      }
    }
    var actor = actor
    actor.authentication = Set(offer.definition.authentication)
    hints.settle(actor.organisation, in: focus, &random)
    let filler = FieldFiller(definition: offer.definition, hints: hints, play: play)
    let fields = filler.fields(&random)
    let ground = random.pick(offer.definition.grounds)
    return Command(
      cause: .command(name: offer.command, by: actor),
      child: offer.child,
      fields: filler.complete(fields, child: offer.child, ground: ground, &random),
      ground: ground
    )
  }
}

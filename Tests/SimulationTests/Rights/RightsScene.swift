import CaseCore
import OrderedCollections

/// One organisation and one person, as they stand to cases with regard to one role; and cases put together in any state, whether or not
/// a case comes there.
struct RightsScene {
  let role: String
  let standpoint: Standpoint
  private let reading: RightsReading
  private let workflow: Workflow
  private let decider: Decider
  /// The roles that the person holds.
  let held: Set<String>
  /// What the directory gives the organisation; empty for one that it does not know.
  let listed: Set<String>
  let number: String
  /// In which the organisation takes part: the role itself, or another one through which it has this.
  private let own: String
  private let now: Instant

  static let region = "hier"
  /// Nine o'clock.
  private static let usual = Amsterdam.startOfDay(RightsOrder.day).adding(seconds: 9 * 3_600)

  init(_ matrix: RightsMatrix, _ role: String, _ standpoint: Standpoint, isBefore: Bool = false) {
    self.init(matrix.reading, matrix.workflow, role, standpoint, isBefore: isBefore)
  }

  /// - Parameters:
  ///   - number: of the organisation.
  ///   - now: when cases began.
  init(
    _ reading: RightsReading,
    _ workflow: Workflow,
    _ role: String,
    _ standpoint: Standpoint,
    isBefore: Bool,
    number: String = "00000099000000000001",
    at now: Instant = RightsScene.usual
  ) {
    (self.role, self.standpoint) = (role, standpoint)
    (self.reading, self.workflow, self.number, self.now) = (reading, workflow, number, now)
    // What it would have through the role is no part of a question about that role.
    let all = Set(reading.access.keys).subtracting(reading.through.subtracting([role]))
    let other = reading.access.filter { $0.value == "party" && !reading.through.contains($0.key) }.keys.min() ?? ""
    own = reading.through.contains(role) ? other : role
    let isThrough = own != role && !isBefore
    held = standpoint.held(role, of: all, other: other, isBefore: isBefore).subtracting(isThrough ? [own] : [])
    var organisations = Set(reading.access.keys).map { Self.organisation($0, roles: [$0]) }
    listed = standpoint.listed(role, of: all, other: other).union(isThrough ? [own] : [])
    if standpoint != .unlisted { organisations.append(Self.organisation(number, roles: listed)) }
    decider = Decider(
      workflow: workflow,
      directory: Directory(organisations),
      calendar: .standard,
      now: now
    ).applyingSettings(for: Self.empty(workflow, at: now))
  }

  private static func organisation(_ number: String, roles: Set<String>) -> Organisation {
    Organisation(number: number, name: number, region: region, roles: roles)
  }

  private static func empty(_ workflow: Workflow, at now: Instant) -> Case {
    var instance = Case(
      workflow: workflow.key,
      version: workflow.version,
      machine: workflow.root,
      region: region,
      at: now
    )
    instance.root.facts = facts(of: workflow.root, in: workflow)
    return instance
  }

  private static func facts(of machine: String, in workflow: Workflow) -> [String: Value] {
    workflow.machines[machine]?.facts.reduce(into: [:]) { $0[$1.key] = $1.value.initial } ?? [:]
  }

  // MARK: - Cases

  func instance(in state: String) -> Case { instance(in: state, child: nil, of: nil, in: nil) }

  /// - Parameters:
  ///   - id: of a child that there is too.
  ///   - machine: of that child.
  ///   - childState: the state of that child.
  func instance(in state: String, child id: String?, of machine: String?, in childState: String?) -> Case {
    var instance = Self.empty(workflow, at: now)
    instance.revision = 9
    instance.root = part(of: workflow.root, in: state)
    if let id, let machine, let childState { instance.children[id] = part(of: machine, in: childState) }
    guard standpoint != .stranger else { return instance }
    guard reading.access[role] == "part" else {
      instance.root.parties.append(party(through: []))
      return instance
    }
    // The part is in that child when it is one of the right machine, and otherwise in another one.
    let own = reading.parts[role] ?? ""
    let place = own == machine && standpoint != .neighbour ? id ?? "" : "\(own)-2"
    if instance.children[place] == nil { instance.children[place] = part(of: own, in: childState ?? "") }
    instance.children[place]?.parties.append(party(through: standpoint == .deputy ? held : []))
    return instance
  }

  private func part(of machine: String, in state: String) -> Instance {
    var part = Instance(machine: machine)
    part.state = workflow.machines[machine]?.states[state] == nil ? workflow.machines[machine]?.initial ?? "" : state
    part.facts = Self.facts(of: machine, in: workflow)
    part.visits = [part.state: 1]
    return part
  }

  private func party(through: Set<String>) -> Party {
    var party = Party(organisation: number, roles: [own], since: 1, through: through)
    if standpoint == .former { party.until = 5 }
    return party
  }

  // MARK: - Commands

  private func actor(isVouched: Bool) -> Actor {
    Actor(subject: "iemand", organisation: number, roles: held, isVouched: isVouched)
  }

  /// With the children that the fields of a command name.
  func instance(_ instance: Case, for order: RightsOrder) -> Case {
    var instance = instance
    for named in order.children { instance.children[named.id] = part(of: named.machine, in: named.state) }
    return instance
  }

  func outcome(of order: RightsOrder, on instance: Case?, child: String?, isVouched: Bool) -> Outcome {
    let instance = instance.map { self.instance($0, for: order) }
    var command = Command(
      cause: .command(name: order.command, by: actor(isVouched: isVouched)),
      child: child,
      fields: order.fields,
      ground: order.ground,
      expectedRevisions: nil
    )
    command.otherCases = order.otherCases
    return decider.decide(command, on: instance)
  }

  func offered(in instance: Case, child: String?, isVouched: Bool) -> [String] {
    decider.availableCommands(for: actor(isVouched: isVouched), in: instance).filter { $0.child == child }
      .map(\.command)
  }

  func outcome(ofTimer name: String, on instance: Case, child: String?) -> Outcome {
    let cause = Command.Cause.deadline(DeadlineName(name, child: child), generation: 1, timer: 0)
    return decider.decide(Command(cause: cause, expectedRevisions: nil), on: instance)
  }
}

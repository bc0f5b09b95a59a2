import CaseCore
import OrderedCollections

/// Small sound workflows at random: a ring of states that all lead on, with shortcuts, votes, guards and deadlines thrown in.
enum RandomWorkflow {
  static let roles = ["a", "b", "c"]

  static let organisations =
    roles.enumerated().map { Organisation(number: "\($0)", name: $1, region: "r", roles: [$1]) } + [
      Organisation(number: "9", name: "ab", region: "r", roles: ["a", "b"])
    ]

  static func make(_ dice: inout Dice) throws -> Workflow {
    let names = (0..<(2 + dice.roll(5))).map { "s\($0)" }
    var machine = Machine(label: "M", start: start(names[0]), states: [:], commands: commands)
    machine.facts = ["flag": Fact(label: "Flag", kind: flag, initial: .choice("off"))]
    machine.decisions = ["joint": JointDecision(label: "Joint", voters: ["a", "b"], field: "option")]
    for (index, name) in names.enumerated() {
      let next = index + 1 < names.count ? names[index + 1] : "end"
      machine.states[name] = state(next, among: names, &dice)
      machine.deadlines["d-\(name)"] = try deadline([name], &dice)
    }
    machine.states["end"] = State(label: "End", audience: ["a"], isFinal: true)
    try addDeadlines(to: &machine, names, &dice)
    return Workflow(
      key: "random",
      version: "1.0.0",
      label: "R",
      roles: OrderedDictionary(uniqueKeysWithValues: roles.map { ($0, Role(label: $0)) }),
      grounds: ["g": Ground(label: "G", source: "S")],
      machines: ["m": machine],
      root: "m"
    )
  }

  private static let flag = Field.Kind.choice(options: [.init(key: "on", label: "On"), .init(key: "off", label: "Off")])

  private static func start(_ first: String) -> Machine.Start {
    .init(
      command: "start",
      transition: Transition(target: first, joins: roles.map { .init(role: $0, source: .region) })
    )
  }

  private static let commands: OrderedDictionary<String, CommandDefinition> = [
    "start": .init(label: "Start", roles: roles, grounds: ["g"]),
    "go": .init(label: "Go", roles: ["a", "c"], grounds: ["g"]),
    "jump": .init(label: "Jump", roles: ["b"], grounds: ["g"], audience: ["b"]),
    "set": .init(
      label: "Set",
      roles: ["c"],
      grounds: ["g"],
      fields: ["flag": Field(label: "Flag", kind: flag, isRequired: true, isPersonal: false)]
    ),
    "vote": .init(
      label: "Vote",
      roles: ["a", "b"],
      grounds: ["g"],
      fields: ["option": Field(label: "Option", kind: flag, isRequired: true, isPersonal: false)],
      vote: "joint"
    ),
  ]

  private static func state(_ next: String, among names: [String], _ dice: inout Dice) -> State {
    let isOn = Transition.Requirement(.fact("flag", oneOf: [.choice("on")]), otherwise: "Not on.")
    let agreed = Transition.Requirement(.decided("joint", option: "on"), otherwise: "Not agreed.")
    // Who votes hears of the state; the third role now and then.
    let audience = ["a", "b"] + (dice.roll(2) == 0 ? ["c"] : [])
    var state = State(label: "S", audience: audience, isReview: dice.roll(2) == 0)
    state.on["go"] = [Transition(requirements: dice.roll(3) == 0 ? [isOn] : [], target: next)]
    state.on["vote"] = [Transition(requirements: [agreed], target: dice.pick(names)), Transition()]
    state.on["set"] = [Transition(target: dice.roll(3) == 0 ? dice.pick(names) : nil)]
    state.on["jump"] = [
      Transition(target: dice.pick(names), notices: dice.roll(2) == 0 ? [.init(event: "los", roles: ["a"])] : [])
    ]
    return state
  }

  private static func deadline(_ states: [String], _ dice: inout Dice) throws -> Deadline {
    let length = try Length(2 + dice.roll(20), .days)
    let kind = dice.pick(DeadlineKind.allCases.filter { $0 != .hours }) ?? .calendar
    return Deadline(
      label: "D",
      term: .length(try DeadlineRule(length: length, kind: kind)),
      source: "S",
      ground: "g",
      states: states,
      warnings: [.init(before: try Length(1, .days), roles: ["b"])],
      expiry: .escalate,
      roles: ["a"]
    )
  }

  /// One over all states, with a guard; and one that puts the case before people, where there is a state for that.
  private static func addDeadlines(to machine: inout Machine, _ names: [String], _ dice: inout Dice) throws {
    machine.deadlines["guarded"] = try deadline(names, &dice)
    machine.deadlines["guarded"]?.guard = .any([.divided("joint"), .fact("flag", oneOf: [.choice("on")])])
    guard let review = machine.states.first(where: { $1.isReview })?.key else { return }
    machine.deadlines["d-\(dice.pick(names) ?? "")"]?.expiry = .review(state: review)
  }
}

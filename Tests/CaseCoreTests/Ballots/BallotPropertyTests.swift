import CaseCore
import OrderedCollections
import SeededRandom
import Testing

/// Random decisions, random people, random order: the engine and the model say the same at every step.
@Suite struct BallotPropertyTests {
  @Test(arguments: Seed.some) func theEngineAgreesWithTheModel(_ seed: Seed) throws {
    var generator = seed.generator
    for _ in 1...60 { try playOne(&generator) }
  }

  private static let people = ["p", "q", "r", "s"]

  private func playOne(_ generator: inout SeededGenerator) throws {
    let joint = decision(&generator)
    var play = try BallotTests.review { $0 = joint }
    var takesPart: [(role: String, organisation: String)] = [("clerk", "01"), ("chief", "02")]
    if Bool.random(using: &generator) {
      let advisers = Bool.random(using: &generator) ? ["04"] : ["04", "05"]
      try play.must("invite", by: Play.clerk, ["advisers": .list(advisers.map { .string($0) })])
      takesPart += advisers.map { ("adviser", $0) }
    }
    if Bool.random(using: &generator) {
      // One organisation in two roles.
      play.give("chief", to: "01")
      play.workflow.machines["lamp"]?.on["note"] = [
        Transition(joins: [.init(role: "chief", source: .organisations(.sender))])
      ]
      try play.must("note", by: Play.clerk)
      takesPart.append(("chief", "01"))
    }
    var model = BallotModel(decision: joint, takesPart: takesPart.filter { joint.roles.contains($0.role) })
    for _ in 1...20 { try step(&play, &model, takesPart, &generator) }
  }

  private func decision(_ generator: inout SeededGenerator) -> JointDecision {
    var joint = JointDecision(label: "Verdict", voters: ["clerk", "chief"], field: "verdict")
    if Bool.random(using: &generator) { joint.voters = ["clerk"] }
    if Bool.random(using: &generator) { joint.others = ["adviser"] }
    if Bool.random(using: &generator) { joint.rule = .quorum(Int.random(in: 1...3, using: &generator)) }
    joint.apart = [nil, .person, .organisation].randomElement(using: &generator) ?? nil
    return joint
  }

  private func step(
    _ play: inout Play,
    _ model: inout BallotModel,
    _ takesPart: [(role: String, organisation: String)],
    _ generator: inout SeededGenerator
  ) throws {
    // Only who has a vote is heard: the workflow asks for the role.
    let voters = takesPart.filter { model.decision.roles.contains($0.role) }
    guard let (role, organisation) = voters.randomElement(using: &generator) else { return }
    // Half the people work for one organisation, the rest for several.
    let person =
      (Bool.random(using: &generator) ? "" : organisation) + (Self.people.randomElement(using: &generator) ?? "")
    let actor = Actor(subject: person, organisation: organisation, roles: [role])
    let option = Bool.random(using: &generator) ? "repair" : "leave"
    let outcome: Outcome
    let isTaken: Bool
    switch Int.random(in: 0..<10, using: &generator) {
    case 0:
      outcome = play.outcome("recuse", by: actor)
      isTaken = model.recuse(person)
    case 1, 2:
      outcome = play.outcome("withdraw", by: actor)
      isTaken = model.withdraw(role: role, organisation: organisation, person: person)
    default:
      outcome = play.outcome("vote", by: actor, ["verdict": .string(option)])
      isTaken = model.vote(.init(role: role, organisation: organisation, person: person, option: option))
    }
    if case .accepted = outcome { try play.take(outcome, location: #_sourceLocation) }
    #expect(isTaken == { if case .accepted = outcome { true } else { false } }(), "\(actor) \(outcome) \(model)")
    let standing = play.decider.standing(of: "verdict", in: try #require(play.instance))
    #expect(standing == model.standing, "\(model)")
  }
}

import CaseCore
import OrderedCollections
import Testing

/// An organisation that acts for another: 05 has a mandate of 02 for the role of chief, until the second of March, the day of the play.
///
/// They must fail when `CaseBuilder` admits the principal all the same, or beside who acts for it; when `Directory.counted` does not look at the
/// mandate, or at the day; when an entry does not say for whom; and when leaving or a merger lets a mandated role go on.
@Suite("Mandates") struct MandateTests {
  private static let agent = Actor(subject: "cora", organisation: "05", roles: ["chief"])

  private static func mandate(_ number: Int64 = 7, of principal: String = "02", isEnded: Bool = false) -> Mandate {
    Mandate(
      number: number,
      principal: principal,
      agent: "05",
      workflow: "lamp",
      roles: ["chief", "clerk"],
      from: Lamp.day(2026, 1, 1),
      until: Lamp.day(2026, 3, 2),
      isEnded: isEnded
    )
  }

  private static func directory(_ mandates: [Mandate]) -> Directory {
    let organisations = Play.town.organisations.values.map { known in
      var known = known
      // A second principal, for those tests that have two.
      if known.number == "04", mandates.count > 1 { known.roles.insert("chief") }
      return known
    }
    return Directory(organisations, mandates: mandates)
  }

  /// A lamp in review, where the chief was to join from the region.
  private static func play(
    _ mandates: [Mandate] = [mandate()],
    in roles: [String] = ["chief"],
    _ change: (inout Machine) -> Void = { _ in }
  ) throws -> Play {
    var workflow = try Lamp.workflow(change)
    for role in roles { workflow.roles[role]?.isMandated = true }
    var play = Play(workflow)
    play.directory = directory(mandates)
    try play.must("report", by: Play.clerk, ["lamp": .string("12")])
    try play.must("submit", by: Play.clerk)
    return play
  }

  private static func codes(_ outcome: Outcome) -> [String] {
    if case .refused(.notNow(let rules, _)) = outcome { rules.map(\.code) } else { [] }
  }

  @Test("Who acts takes part in the place of the principal, votes, and the entry says for whom") func acts() throws {
    var play = try Self.play()
    let instance = try #require(play.instance)
    #expect(instance.party("02") == nil)
    #expect(instance.party("05")?.onBehalfOf.map(\.principal) == ["02"])
    #expect(play.decider.roles(of: Self.agent, in: instance) == ["chief"])
    #expect(!play.decider.knows(Play.chief, of: instance))
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    let decision = try play.must("vote", by: Self.agent, JointDecisionTests.repair)
    #expect(decision.entry.onBehalfOf == ["02"] && decision.result.state == "repair")
    #expect(play.journal.dropLast().allSatisfy { $0.onBehalfOf.isEmpty })
  }

  @Test("A role that does not say so is the principal's") func unmarked() throws {
    let instance = try #require(try Self.play(in: []).instance)
    #expect(instance.party("02")?.roles == ["chief"] && instance.party("05") == nil)
  }

  @Test("The same person is not both eyes, whoever they act for") func fourEyes() throws {
    var play = try Self.play { $0.decisions["verdict"]?.apart = .person }
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    var same = Self.agent
    same.subject = Play.clerk.subject
    #expect(Self.codes(play.outcome("vote", by: same, JointDecisionTests.repair)) == ["same-person"])
    #expect(try play.must("vote", by: Self.agent, JointDecisionTests.repair).result.state == "repair")
  }

  @Test("Who acts for two of them takes part once, and counts once") func two() throws {
    var play = try Self.play([Self.mandate(), Self.mandate(8, of: "04")])
    let party = try #require(play.instance?.party("05"))
    #expect(party.roles == ["chief"] && party.onBehalfOf.map(\.principal).sorted() == ["02", "04"])
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    let decision = try play.must("vote", by: Self.agent, JointDecisionTests.repair)
    #expect(decision.entry.onBehalfOf == ["02", "04"] && decision.result.state == "repair")
  }

  @Test("Ended in the middle of a vote, nothing that it did counts any more, and the journal keeps it") func ended()
    throws
  {
    var play = try Self.play()
    try play.must("vote", by: Self.agent, JointDecisionTests.repair)
    play.directory = Self.directory([Self.mandate(isEnded: true)])
    let instance = try #require(play.instance)
    #expect(play.decider.roles(of: Self.agent, in: instance) == [] && !play.decider.knows(Self.agent, of: instance))
    #expect(play.decider.standing(of: "verdict", in: instance) == .open)
    #expect(try play.must("vote", by: Play.clerk, JointDecisionTests.repair).result.state == "review")
    #expect(instance.party("05")?.onBehalfOf.map(\.mandate) == [7])
  }

  @Test("It holds on its last day and not on the next") func lastDay() throws {
    let play = try Self.play()
    var late = play
    late.now = late.now.adding(seconds: 86_400)
    let instance = try #require(play.instance)
    #expect(play.decider.roles(of: Self.agent, in: instance) == ["chief"])
    #expect(late.decider.roles(of: Self.agent, in: instance) == [])
  }

  @Test("It ends with the role of the principal, and with what takes the principal out") func principal() throws {
    var play = try Self.play()
    let without = Self.directory([Self.mandate()]).organisations.values.filter { $0.number != "02" }
    play.directory = Directory(without, mandates: [Self.mandate()])
    #expect(play.decider.roles(of: Self.agent, in: try #require(play.instance)) == [])
  }

  @Test("Whoever leaves takes along who acts for it") func leaves() throws {
    let leave = Transition(leaves: [.organisations(.field("advisers"))])
    var play = try Self.play {
      $0.commands["note"]?.fields["advisers"] = Lamp.field(.reference(roles: []))
      $0.on["note"] = [leave]
    }
    let decision = try play.must("note", by: Play.clerk, ["advisers": .string("02")])
    #expect(decision.result.party("05") == nil)
    #expect(decision.told["05"] == ["deelname-beeindigd"])
  }

  @Test("Who begins a case itself is not acted for beside it") func begins() throws {
    let play = try Self.play([Self.mandate(of: "01")], in: ["clerk"])
    let instance = try #require(play.instance)
    #expect(instance.party("01")?.roles.contains("clerk") == true && instance.party("05") == nil)
  }

  @Test("What it has for another does not become its own because it sends") func sends() throws {
    var play = try Self.play {
      $0.commands["note"]?.roles = ["clerk", "chief"]
      $0.on["note"] = [Transition(joins: [.init(role: nil, source: .organisations(.sender))])]
    }
    let organisations = play.directory.organisations.values.map { known in
      var known = known
      if known.number == "05" { known.roles.insert("chief") }
      return known
    }
    play.directory = Directory(organisations, mandates: [Self.mandate()])
    #expect(try play.must("note", by: Self.agent).result.party("05")?.onBehalfOf.map(\.mandate) == [7])
    play.directory = Directory(organisations, mandates: [Self.mandate(isEnded: true)])
    #expect(play.decider.roles(of: Self.agent, in: try #require(play.instance)) == [])
  }

  @Test("A condition of the role is met by who acts too") func conditions() throws {
    var workflow = try Lamp.workflow()
    workflow.conditions = ["covenant": "Signed covenant"]
    workflow.roles["chief"]?.isMandated = true
    workflow.roles["chief"]?.conditions = ["covenant"]
    for (signed, codes) in [(["02"], ["condition-missing"]), (["02", "05"], []), (["05"], ["condition-missing"])] {
      var play = Play(workflow)
      let organisations = Play.town.organisations.values.map { known in
        var known = known
        if signed.contains(known.number) { known.conditions["covenant"] = .max }
        return known
      }
      play.directory = Directory(organisations, mandates: [Self.mandate()])
      try play.must("report", by: Play.clerk, ["lamp": .string("12")])
      #expect(Self.codes(play.outcome("submit", by: Play.clerk)) == codes)
    }
  }

  @Test("A merger of who acts passes no mandate on") func merger() throws {
    var play = try Self.play()
    let merged = Self.directory([Self.mandate()]).organisations.values.map { known in
      var known = known
      if known.number == "05" { known.successor = "07" }
      return known
    }
    play.directory = Directory(merged, mandates: [Self.mandate()])
    let after = play.decider.merge("05", into: "07", proposal: 1, in: try #require(play.instance)).result
    #expect(after.party("07")?.roles.contains("chief") != true && after.party("05") == nil)
    // Nor a record of it, by which whoever oversees through a party would read the case.
    #expect(!after.root.parties.contains { $0.organisation == "07" && $0.roles.contains("chief") })
  }
}

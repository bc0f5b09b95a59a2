import CaseCore
import OrderedCollections
import Testing

/// An organisation that is merged into another: what becomes of a case that it takes part in, or took part in.
@Suite("Mergers, in a case") struct MergerTests {
  /// The successor is an outsider unless the test made it a party: one with every role.
  private static let successor = "09"
  private static let its = Actor(subject: "fred", organisation: successor, roles: ["clerk", "chief", "adviser"])

  private func known(_ play: Play, former: String) -> Play {
    var play = play
    var all = play.directory.organisations.values.map { organisation in
      var organisation = organisation
      if organisation.number == former { organisation.successor = Self.successor }
      return organisation
    }
    let roles: Set = ["clerk", "chief", "adviser", "citizen", "contractor"]
    all.append(Organisation(number: Self.successor, name: "New town", region: "here", roles: roles))
    play.directory = Directory(all)
    return play
  }

  @discardableResult
  private func merge(_ former: String, _ play: inout Play) throws -> Decision {
    play = known(play, former: former)
    let instance = try #require(play.instance)
    let decision = play.decider.merge(former, into: Self.successor, proposal: 7, in: instance)
    return try play.take(.accepted(decision), location: #_sourceLocation)
  }

  private func with(_ play: Play, _ changes: Change...) throws -> Play {
    var (play, instance) = (play, try #require(play.instance))
    for change in changes { instance.apply(change) }
    play.restore(instance)
    return play
  }

  private func vote(_ organisation: String, _ option: String, _ person: String? = nil) -> Vote {
    Vote(organisation: organisation, role: "clerk", person: person ?? "of \(organisation)", option: option)
  }

  @Test("it takes the place, and reads from where the former did") func place() throws {
    var play = try Play.lamp(in: "review")
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("05")])])
    let since = try #require(play.instance?.party("05")?.since)
    let decision = try merge("05", &play)
    let instance = decision.result
    #expect(instance.party("05") == nil && instance.party(Self.successor)?.roles == ["adviser"])
    #expect(instance.party(Self.successor)?.since == since)
    #expect(
      decision.told == [
        "05": ["deelname-beeindigd"], Self.successor: ["deelname-begonnen"], "01": ["bijgewerkt"],
        "02": ["bijgewerkt"], "04": ["bijgewerkt"],
      ]
    )
    #expect(decision.entry.cause == .merged("05", into: Self.successor) && decision.entry.actor == nil)
    #expect(decision.entry.fields == ["voorstel": .number(7)] && decision.entry.ground == "beheer")
    #expect(decision.entry.audience == ["clerk", "chief", "adviser"])
    let adviser = Actor(subject: "x", organisation: "05", roles: ["adviser"])
    #expect(!play.decider.knows(adviser, of: instance) && play.decider.knows(Self.its, of: instance))
    // Numbers that tell nothing of how much was there before.
    #expect(instance.revision(for: Self.successor) == 1_001)
  }

  @Test("votes that were given go on to count, in their order; an own one stays") func votes() throws {
    var play = try Play.lamp(in: "review")
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    let decision = try merge("01", &play)
    #expect(decision.result.root.votes["verdict"]?.map(\.organisation) == [Self.successor])
    #expect(try play.must("vote", by: Play.chief, JointDecisionTests.repair).result.state == "repair")

    // What was decided first stays decided.
    let rule = JointDecision(label: "Verdict", voters: ["clerk"], field: "verdict", rule: .quorum(2))
    func cast(_ votes: Vote...) throws -> Play {
      let all = try Play.lamp(in: "review") { $0.decisions["verdict"] = rule }
      let parties = ["11", "12", "13"].map { Change.joined(Party(organisation: $0, roles: ["clerk"], since: 1)) }
      var play = try with(all, parties[0], parties[1], parties[2])
      for organisation in ["11", "12", "13"] { play.add(organisation) }
      var result = play
      for vote in votes { result = try with(result, .voted(decision: "verdict", vote, byPerson: false)) }
      return result
    }
    let four = [vote("01", "repair"), vote("11", "repair"), vote("12", "leave"), vote("13", "leave")]
    play = try cast(four[0], four[1], four[2], four[3])
    #expect(play.decider.standing(of: "verdict", in: try #require(play.instance)) == .decided("repair"))
    let ordered = try merge("01", &play).result
    #expect(ordered.root.votes["verdict"]?.map(\.organisation) == [Self.successor, "11", "12", "13"])
    #expect(play.decider.standing(of: "verdict", in: ordered) == .decided("repair"))

    play = try cast(vote("01", "leave"), vote(Self.successor, "repair"), four[1])
    play = try with(play, .joined(Party(organisation: Self.successor, roles: ["clerk"], since: 2)))
    let own = try merge("01", &play).result
    #expect(own.root.votes["verdict"] == [vote(Self.successor, "repair"), four[1]])
    #expect(own.party(Self.successor)?.since == 2)
  }

  @Test("where votes count by person, those of both stay") func persons() throws {
    let rule = JointDecision(label: "Verdict", voters: ["clerk"], field: "verdict", rule: .quorum(3), apart: .person)
    var play = try Play.lamp(in: "review") { $0.decisions["verdict"] = rule }
    play = try with(
      play,
      .joined(Party(organisation: Self.successor, roles: ["clerk"], since: 2)),
      .voted(decision: "verdict", vote("01", "repair", "anna"), byPerson: true),
      .voted(decision: "verdict", vote(Self.successor, "repair", "fred"), byPerson: true)
    )
    let votes = try merge("01", &play).result.root.votes["verdict"]
    #expect(votes == [vote(Self.successor, "repair", "anna"), vote(Self.successor, "repair", "fred")])
  }

  @Test("its name in facts goes over, in a list once") func facts() throws {
    var play = try Play.lamp()
    play = try with(
      play,
      .set(fact: "one", value: .reference("01")),
      .set(fact: "all", value: .list([.reference("02"), .reference("01"), .reference(Self.successor)])),
      .set(fact: "other", value: .text("01"))
    )
    let facts = try merge("01", &play).result.root.facts
    #expect(facts["one"] == .reference(Self.successor) && facts["other"] == .text("01"))
    #expect(facts["all"] == .list([.reference("02"), .reference(Self.successor)]))
  }

  @Test("where both took part, nothing opens that neither could read") func since() throws {
    let base = try Play.lamp(in: "review")
    func merged(former: Int64, own: Int64, _ roles: Set<String>) throws -> Party? {
      var play = try with(
        base,
        .joined(Party(organisation: "04", roles: ["adviser"], since: former)),
        .joined(Party(organisation: Self.successor, roles: roles, since: own))
      )
      return try merge("04", &play).result.party(Self.successor)
    }
    #expect(try merged(former: 1, own: 2, ["adviser"])?.since == 2)
    #expect(try merged(former: 2, own: 1, ["adviser", "chief"])?.since == 1)
    let gained = try merged(former: 2, own: 1, ["chief"])
    #expect(gained?.since == 2 && gained?.roles == ["adviser", "chief"])
    #expect(try merged(former: 1, own: 2, ["chief"])?.since == 2)
    // Who had a receipt only knew nothing of the case.
    #expect(try merged(former: 2, own: 1, ["citizen"])?.since == 2)
  }

  @Test("what counted no more does not go over; who had left leaves a record") func records() throws {
    var play = try Play.lamp(in: "review")
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("05")])])
    play.directory = Directory(
      play.directory.organisations.values.map { known in
        var known = known
        if known.number == "05" { known.roles = ["citizen"] }
        return known
      }
    )
    let decision = try merge("05", &play)
    #expect(decision.result.party(Self.successor) == nil && decision.result.party("05") == nil)
    let record = decision.result.root.parties.first { $0.organisation == Self.successor }
    #expect(record?.roles == ["adviser"] && record?.until == decision.entry.revision)
    #expect(decision.told[Self.successor] == nil)
  }

  @Test("parts in children go over, and what has to reach all that ever read reaches the successor") func children()
    throws
  {
    var play = try Works.play()
    try play.must("order", by: Play.clerk, Works.order("08"))
    var decision = try merge("08", &play)
    let job = try #require(decision.result.children["job-1"])
    #expect(job.party("08") == nil && job.party(Self.successor)?.roles == ["contractor"])
    #expect(decision.told[Self.successor] == ["deelname-begonnen"] && decision.told["08"] == ["deelname-beeindigd"])
    let builder = Actor(subject: "gus", organisation: Self.successor, roles: ["contractor"])
    try play.must("begin", by: builder, child: "job-1")
    decision = try play.must("recall", by: Play.clerk)
    let copies = decision.entry.began.compactMap { decision.result.children[$0]?.parties.first?.organisation }
    #expect(Set(copies) == ["02", Self.successor] && copies.count == 2)
  }

  @Test("who is merged gets no part any more: the successor does, or the command is refused") func admission() throws {
    var play = known(try Play.lamp(), former: "02")
    let submitted = try play.must("submit", by: Play.clerk).result
    #expect(submitted.party("02") == nil && submitted.party(Self.successor)?.roles.contains("chief") == true)
    play = known(try Play.lamp(in: "review"), former: "05")
    #expect(play.refusal("invite", by: Play.clerk, ["advisers": .list([.string("05")])]) != nil)
    var empty = known(Play(try Lamp.workflow()), former: "01")
    #expect(empty.refusal("report", by: Play.clerk, ["lamp": .string("1")]) != nil)
    try empty.must("report", by: Self.its, ["lamp": .string("1")])
  }
}

extension Play {
  /// One more town, of this number.
  fileprivate mutating func add(_ number: String) {
    let all = Array(directory.organisations.values)
    directory = Directory(all + [Organisation(number: number, name: "Town", region: "there", roles: ["clerk"])])
  }
}

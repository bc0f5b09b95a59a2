import CaseCore
import OrderedCollections
import Testing

/// Parties that leave, come back, and what they may know of.
@Suite struct LeaveTests {
  /// A lamp in review with advisers 04 and 05, and a command `note` that does what the test is about.
  private func review(_ transition: Transition) throws -> Play {
    var play = try Play.lamp(in: "review") { $0.on["note"] = [transition] }
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("05")])])
    return play
  }

  private func anyone(_ organisation: String, _ role: String) -> Actor {
    Actor(subject: "x", organisation: organisation, roles: [role])
  }

  @Test func whoLeavesIsToldAndKnowsNothingAnyMore() throws {
    var play = try review(Transition(leaves: [.role("adviser")]))
    let decision = try play.must("note", by: Play.clerk)
    // Who is left sees who takes part.
    #expect(
      decision.told == [
        "04": ["deelname-beeindigd"], "05": ["deelname-beeindigd"], "01": ["bijgewerkt"], "02": ["bijgewerkt"],
      ]
    )
    let instance = try #require(play.instance)
    #expect(instance.party("04") == nil)
    #expect(instance.root.parties.filter { $0.until != nil }.map(\.organisation) == ["04", "05"])
    #expect(instance.root.parties.last?.until == decision.entry.revision)
    #expect(!play.decider.knows(Play.adviser, of: instance))
    #expect(play.decider.availableCommands(for: Play.adviser, in: instance) == [])
    #expect(play.refusal("note", by: Play.adviser) == .unknownCase)
    // And hears nothing more.
    #expect(
      try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-20")], ground: "law").told["04"] == nil
    )
  }

  @Test func theNamedOnesLeave() throws {
    var play = try review(Transition(leaves: [.organisations(.field("adviser"))]))
    #expect(try play.must("note", by: Play.clerk, ["adviser": .string("05")]).told["05"] == ["deelname-beeindigd"])
    #expect(play.instance?.party("05") == nil)
    #expect(play.instance?.party("04") != nil)
  }

  @Test func theSenderLeaves() throws {
    var play = try review(Transition(leaves: [.organisations(.sender)]))
    let told = try play.must("note", by: Play.adviser).told
    #expect(
      told == [
        "04": ["deelname-beeindigd"], "01": ["bijgewerkt"], "02": ["bijgewerkt"], "05": ["bijgewerkt"],
      ]
    )
  }

  @Test func whoTakesNoPartLeavesNothing() throws {
    var play = try review(Transition(leaves: [.organisations(.field("anyone")), .role("auditor")]))
    #expect(try play.must("note", by: Play.clerk, ["anyone": .string("06")]).entry.changes.allSatisfy { !$0.isLeaving })
  }

  @Test func whoKeepsAnotherRoleKeepsTheCase() throws {
    var play = try review(Transition(leaves: [.role("clerk")]))
    play.workflow.machines["lamp"]?.states["review"]?.on["postpone"] = [
      Transition(joins: [.init(role: "chief", source: .organisations(.sender))])
    ]
    play.give("chief", to: "01")
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-20")], ground: "law")
    let decision = try play.must("note", by: Play.clerk)
    #expect(decision.told["01"] == ["bijgewerkt"])
    #expect(play.instance?.party("01")?.roles == ["chief"])
    #expect(play.decider.knows(anyone("01", "chief"), of: try #require(play.instance)))
    #expect(!play.decider.knows(Play.clerk, of: try #require(play.instance)))
  }

  /// A receipt is left, but the case is closed to it now.
  @Test func whoKeepsNothingButAReceiptIsToldTooAndStaysARecipient() throws {
    var play = try review(
      Transition(leaves: [.role("adviser")], notices: [.init(event: "later", roles: [], isForEveryone: true)])
    )
    play.workflow.machines["lamp"]?.states["review"]?.on["postpone"] = [
      Transition(joins: [.init(role: "citizen", source: .organisations(.field("who")))])
    ]
    play.workflow.machines["lamp"]?.commands["postpone"]?.fields["who"] = Lamp.field(.reference(roles: []))
    try play.must(
      "postpone",
      by: Play.clerk,
      ["until": .string("2026-03-20"), "who": .string("04")],
      ground: "law"
    )
    play.workflow.machines["lamp"]?.on["note"] = [Transition(leaves: [.role("adviser")])]
    #expect(try play.must("note", by: Play.clerk).told["04"] == ["deelname-beeindigd"])
    #expect(play.instance?.party("04")?.roles == ["citizen"])
    #expect(!play.decider.knows(Play.adviser, of: try #require(play.instance)))
    play.workflow.machines["lamp"]?.on["note"] = [
      Transition(notices: [.init(event: "later", roles: [], isForEveryone: true)])
    ]
    let told = try play.must("note", by: Play.clerk).told
    #expect(told == ["01": ["later"], "02": ["later"], "04": ["later"], "05": ["later"]])
  }

  @Test func everyoneIsWhoeverCouldReadIt() throws {
    var play = try Play.lamp(in: "intake") {
      $0.starts[0].transition.joins.append(.init(role: "citizen", source: .region))
    }
    play.workflow.machines["lamp"]?.on["note"] = [
      Transition(leaves: [.role("chief")], notices: [.init(event: "later", roles: [], isForEveryone: true)])
    ]
    try play.must("submit", by: Play.clerk)
    // The particular word comes before the usual, also for who leaves.
    #expect(try play.must("note", by: Play.clerk).told == ["01": ["later"], "02": ["later"]])
  }

  // MARK: - Coming back

  @Test func whoLeavesAndJoinsInOneStepWasNeverAway() throws {
    var play = try review(Transition(leaves: [.role("adviser")], joins: [.init(role: "adviser", source: .region)]))
    let since = play.instance?.party("04")?.since
    let decision = try play.must("note", by: Play.clerk)
    // The firm is of this region, the other is not.
    #expect(
      decision.told == [
        "05": ["deelname-beeindigd"], "01": ["bijgewerkt"], "02": ["bijgewerkt"], "04": ["bijgewerkt"],
      ]
    )
    #expect(play.instance?.party("04")?.since == since)
  }

  @Test func whoComesBackReadsFromThenOn() throws {
    var play = try review(Transition(leaves: [.role("adviser")]))
    try play.must("note", by: Play.clerk)
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    #expect(play.instance?.party("04")?.since == 5)
    #expect(play.decider.knows(Play.adviser, of: try #require(play.instance)))
  }

  @Test func whoJoinsWithItsHistoryReadsFromTheStart() throws {
    var play = try review(
      Transition(joins: [.init(role: "chief", source: .organisations(.field("anyone")), readsHistory: true)])
    )
    try play.must("note", by: Play.clerk, ["anyone": .string("06")])
    #expect(play.instance?.party("06")?.since == 1)
    // Also one that takes part already.
    #expect(play.instance?.party("05")?.since == 3)
    try play.must("note", by: Play.clerk, ["anyone": .string("05")])
    #expect(play.instance?.party("05")?.since == 1)
    #expect(play.instance?.party("05")?.roles == ["adviser", "chief"])
  }

  // MARK: - To another region

  /// The case goes with the region: its new parties come in, its old ones leave, and the region is that of every later step.
  @Test func aCaseMovesToAnotherRegion() throws {
    var play = try review(
      Transition(
        leaves: [.role("clerk"), .role("chief")],
        region: .field("anyone"),
        joins: [
          .init(role: "clerk", source: .region, readsHistory: true), .init(role: "chief", source: .region),
        ]
      )
    )
    let decision = try play.must("note", by: Play.clerk, ["anyone": .string("06")])
    #expect(decision.result.region == "there")
    #expect(
      decision.told == [
        "01": ["deelname-beeindigd"], "02": ["deelname-beeindigd"], "04": ["bijgewerkt"], "05": ["bijgewerkt"],
        "06": ["deelname-begonnen"],
      ]
    )
    #expect(play.instance?.party("06") == Party(organisation: "06", roles: ["clerk", "chief"], since: 1))
    let clerk = anyone("06", "clerk")
    #expect(try play.must("postpone", by: clerk, ["until": .string("2026-03-20")], ground: "law").entry.role == "clerk")
  }

  @Test func theSameRegionIsNoChange() throws {
    var play = try review(Transition(region: .sender))
    #expect(try play.must("note", by: Play.clerk).effects == [])
  }
}

extension Change {
  fileprivate var isLeaving: Bool { if case .left = self { true } else { false } }
}

import CaseCore
import OrderedCollections
import Testing

/// Who comes to take part, in which roles, and from when.
@Suite struct JoinTests {
  @Test func theSenderJoinsInTheRoleOfTheCommandAndTheRegionInTheRoleNamed() throws {
    var play = Play(try Lamp.workflow())
    let parties = try play.must("report", by: Play.citizen, ["lamp": .string("12")]).result.root.parties
    // The clerk of the other region is not among them.
    #expect(
      parties == [
        Party(organisation: "03", roles: ["citizen"], since: 1), Party(organisation: "01", roles: ["clerk"], since: 1),
      ]
    )
  }

  @Test func aRegionWithoutAHolderOfTheRoleIsToldSo() throws {
    var play = try Play.lamp()
    play.directory = Directory(Play.town.organisations.values.filter { $0.number != "02" })
    let rule = "In de regio «here» is geen organisatie ingeschreven met de rol «chief»."
    #expect(play.refusal("submit", by: Play.clerk) == .notNow(rules: [rule], possible: ["note"]))
  }

  @Test func whoIsInvitedKnowsTheCaseFromThen() throws {
    var play = try Play.lamp(in: "review")
    let result = try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("05")])]).result
    #expect(result.party("04")?.since == 3)
    #expect(result.party("05")?.since == 3)
    #expect(result.party("01")?.since == 1)
  }

  /// The firm holds other roles too, that nobody asked it in.
  @Test func anInvitedPartyJoinsInTheRolesThatTheFieldAsksFor() throws {
    var play = try Play.lamp(in: "review")
    let invite: [String: Input] = ["advisers": .list([.string("04")])]
    #expect(try play.must("invite", by: Play.clerk, invite).result.party("04")?.roles == ["adviser"])
  }

  @Test func aFieldThatAsksForNoRoleLetsInWithAll() throws {
    var play = try Play.lamp {
      $0.on["note"] = [Transition(joins: [.init(role: nil, source: .organisations(.field("anyone")))])]
    }
    let party = try play.must("note", by: Play.clerk, ["anyone": .string("06")]).result.party("06")
    #expect(party?.roles == ["clerk", "chief"])
  }

  @Test func aFieldLeftEmptyLetsNobodyIn() throws {
    var play = try Play.lamp {
      $0.on["note"] = [Transition(joins: [.init(role: nil, source: .organisations(.field("anyone")))])]
    }
    #expect(try play.must("note", by: Play.clerk).result.root.parties.count == 1)
  }

  @Test func whoTakesPartAlreadyGainsRolesAndKeepsItsBeginning() throws {
    var play = try Play.lamp {
      $0.on["note"] = [Transition(joins: [.init(role: "chief", source: .organisations(.sender))])]
    }
    let first = try play.must("note", by: Play.clerk)
    #expect(first.result.party("01") == Party(organisation: "01", roles: ["clerk", "chief"], since: 1))
    // Joining once more is no change.
    #expect(try play.must("note", by: Play.clerk).effects == [])
  }

  /// A receipt is not knowledge: who reported the lamp, and is invited later, does not come to know what was before.
  @Test func whoHadOnlyAReceiptKnowsTheCaseFromItsInvitation() throws {
    var play = Play(try Lamp.workflow())
    play.directory = Directory(
      Play.town.organisations.values.map { organisation in
        var organisation = organisation
        organisation.region = "here"
        return organisation
      }.filter { $0.number != "06" }
    )
    let reporter = Actor(subject: "x", organisation: "07", roles: ["citizen"])
    try play.must("report", by: reporter, ["lamp": .string("12")])
    try play.must("submit", by: Play.clerk)
    let result = try play.must("invite", by: Play.clerk, ["advisers": .list([.string("07")])]).result
    #expect(result.party("07") == Party(organisation: "07", roles: ["citizen", "adviser"], since: 3))
  }
}

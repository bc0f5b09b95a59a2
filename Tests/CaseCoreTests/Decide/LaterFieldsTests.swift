import CaseCore
import OrderedCollections
import Testing

/// What a later release stored with a party or a deadline stays with it when this one changes it.
@Suite struct LaterFieldsTests {
  private static let added: [UInt8] = [1, 2, 3]

  /// What comes of a command on a case of which each party and each deadline has something of a later release.
  private func result(
    of play: Play,
    _ name: String,
    _ fields: [String: Input] = [:],
    ground: String? = nil
  ) throws -> Instance {
    var instance = try #require(play.instance)
    for index in instance.root.parties.indices { instance.root.parties[index].later.bytes = Self.added }
    for name in instance.root.deadlines.keys { instance.root.deadlines[name]?.later.bytes = Self.added }
    let command = Command(cause: .command(name: name, by: Play.clerk), fields: fields, ground: ground)
    let outcome = play.decider.decide(command, on: instance)
    guard case .accepted(let decision) = outcome else { throw Play.NotAccepted() }
    return decision.result.root
  }

  @Test func aPartyThatGainsARoleKeepsIt() throws {
    let play = try Play.lamp {
      $0.on["note"] = [Transition(joins: [.init(role: "chief", source: .organisations(.sender))])]
    }
    let party = try result(of: play, "note").party("01")
    #expect(party?.roles == ["clerk", "chief"])
    #expect(party?.later.bytes == Self.added)
  }

  @Test func aDeadlineOfWhichTheDayMovesKeepsIt() throws {
    let play = try Play.lamp(in: "review")
    let result = try result(of: play, "postpone", ["until": .string("2026-03-20")], ground: "policy")
    let deadline = result.deadlines["postponed"]
    #expect(deadline?.generation == 2)
    #expect(deadline?.later.bytes == Self.added)
  }

  @Test func aDeadlineThatBeginsAnewDoesNot() throws {
    let play = try Play.lamp(in: "repair")
    let deadline = try result(of: play, "progress").deadlines["repair-limit"]
    #expect(deadline?.generation == 2)
    #expect(deadline?.later.bytes == [])
  }
}

import CaseCore
import OrderedCollections
import Testing

/// A person for whom only the organisation vouches: the workflow says which commands that is enough for, and never for a joint decision.
@Suite struct VouchedTests {
  private static let vouched = Actor(subject: "anna", organisation: "01", roles: ["clerk"], isVouched: true)
  private static let repair: [String: Input] = ["verdict": .string("repair")]

  private static func isRefused(_ play: Play, _ name: String, _ fields: [String: Input] = [:]) -> Bool {
    guard case .refused(.notNow(let rules, _)) = play.outcome(name, by: vouched, fields) else { return false }
    return rules.map(\.kind) == [.vouchedNotAccepted]
  }

  @Test func onlyCommandsThatSayTheyAcceptIt() throws {
    let play = try Play.lamp()
    #expect(Self.isRefused(play, "submit"))
    var open = try Play.lamp { $0.commands["submit"]?.acceptsVouched = true }
    #expect(
      open.decider.availableCommands(for: Self.vouched, in: try #require(open.instance)).map(\.command) == ["submit"]
    )
    let decision = try open.must("submit", by: Self.vouched)
    #expect(decision.entry.actor?.isVouched == true)
  }

  @Test func neverAVoteWhateverTheWorkflowSays() throws {
    let play = try Play.lamp(in: "review") { $0.commands["vote"]?.acceptsVouched = true }
    #expect(Self.isRefused(play, "vote", Self.repair))
    #expect(play.refusal("vote", by: Play.clerk, Self.repair) == nil)
  }

  /// Whoever may not know of the case hears that, and not how it would have to be given.
  @Test func itTellsNothingOfACase() throws {
    let play = try Play.lamp()
    var stranger = Self.vouched
    stranger.organisation = "06"
    #expect(play.refusal("submit", by: stranger) == .unknownCase)
  }
}

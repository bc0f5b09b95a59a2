import CaseCore
import OrderedCollections
import Testing

/// On which ground a command rests. The lamp is reviewed on 2 March 2026: `policy` holds until the end of that month, `plan` from
/// the next.
@Suite struct GroundTests {
  static let until: [String: Input] = ["until": .string("2026-03-20")]

  @Test func theOnlyGroundNeedsNoNaming() throws {
    var play = try Play.lamp()
    #expect(try play.must("submit", by: Play.clerk).entry.ground == "law")
    #expect(try Play.lamp().refusal("submit", by: Play.clerk, ground: "law") == nil)
  }

  @Test func ofSeveralTheSenderNamesOne() throws {
    var play = try Play.lamp(in: "review")
    let fault = Told.Fault(
      field: "grondslag",
      message: "Noem de grondslag waarop de opdracht rust: law, policy."
    )
    #expect(play.refusal("postpone", by: Play.clerk, Self.until) == .invalid([fault]))
    #expect(try play.must("postpone", by: Play.clerk, Self.until, ground: "policy").entry.ground == "policy")
  }

  @Test func aMissingGroundIsToldWithTheFaultsOfTheFields() throws {
    let play = try Play.lamp(in: "review")
    guard case .invalid(let faults)? = play.refusal("postpone", by: Play.clerk) else {
      Issue.record("it was not refused")
      return
    }
    #expect(faults.map(\.field) == ["until", "grondslag"])
  }

  @Test(arguments: ["plan", "nonsense", ""]) func anotherGroundIsRefused(_ ground: String) throws {
    let play = try Play.lamp(in: "review")
    let message = "Op deze grondslag kan de opdracht nu niet rusten; wel op: law, policy."
    let refusal = play.refusal("postpone", by: Play.clerk, Self.until, ground: ground)
    #expect(refusal == .invalid([.init(field: "grondslag", message: message)]))
  }

  @Test(arguments: [
    ("2026-03-31T21:59:00Z", "policy", true), ("2026-03-31T22:00:00Z", "policy", false),
    ("2026-03-31T21:59:00Z", "plan", false), ("2026-03-31T22:00:00Z", "plan", true),
  ])
  func aGroundHoldsFromItsFirstDayToTheEndOfItsLast(_ moment: String, _ ground: String, _ holds: Bool) throws {
    var play = try Play.lamp(in: "review")
    play.now = try Instant(rfc3339: moment)
    let refusal = play.refusal("postpone", by: Play.clerk, ["until": .string("2026-04-15")], ground: ground)
    #expect((refusal == nil) == holds)
  }

  @Test(arguments: [nil, "policy"]) func whenNoneHoldsThatIsSaid(_ ground: String?) throws {
    for grounds in [["policy"], ["policy", "policy"]] {
      var play = try Play.lamp { $0.commands["note"]?.grounds = grounds }
      play.now = try Instant(rfc3339: "2026-05-01T10:00:00Z")
      let message = "Voor deze opdracht is nu geen grondslag van kracht."
      #expect(
        play.refusal("note", by: Play.clerk, ground: ground) == .invalid([.init(field: "grondslag", message: message)])
      )
    }
  }
}

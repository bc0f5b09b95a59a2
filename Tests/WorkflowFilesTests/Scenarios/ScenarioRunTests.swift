import CaseCore
import Testing
import WorkflowFiles

/// A scenario that does not go as it says is found out, at the step and with the reason. The story is that of ``Permit``.
@Suite struct ScenarioRunTests {
  /// Played to the moment that the police, too, says yes.
  static func scenario(_ expect: String, more: String = "") -> String {
    """
    scenario: Een vergunning
    organisations:
      stad: { number: "00000099000000000001", name: Stad, region: hier, roles: [gemeente] }
      politie: { number: "00000099000000000002", name: Politie, region: hier, roles: [politie] }
    steps:
      - at: 2026-03-02T09:00
        as: gemeente@stad
        command: indienen
        fields: { plan: Een feest, soort: groot, bezoekers: 100, adviseurs: [politie], datum: 2026-03-01 }
        expect: { \(expect) }
    \(more)
    """
  }

  static func failures(_ text: String) throws -> [String] {
    let scenario = try Scenario(text, name: "s.yaml")
    let workflow = try WorkflowFile.load(Permit.text, name: "w.yaml")
    return ScenarioRun.failures(of: scenario, workflow: workflow).map(\.description)
  }

  @Test(arguments: [
    "state: beoordeling", "told: { stad: aangemaakt, politie: aangemaakt }", "erased: false",
    "deadlines: { beslistermijn: 2026-04-28, besluiten: stopped }", "deadlines: { beslistermijn: running }", "",
  ])
  func whatIsSoIsNoFailure(_ expect: String) throws {
    #expect(try Self.failures(Self.scenario(expect)) == [])
  }

  @Test(arguments: [
    ("state: besluit", "Verwacht: fase «besluit»; het is «beoordeling»."),
    (
      "told: { stad: aangemaakt }",
      "Verwacht: horen stad: aangemaakt; het hoorden politie: aangemaakt; stad: aangemaakt."
    ),
    ("told: {}", "Verwacht: horen niemand; het hoorden politie: aangemaakt; stad: aangemaakt."),
    ("erased: true", "De inhoud is niet vernietigd."),
    (
      "deadlines: { beslistermijn: 2026-04-27 }",
      "Verwacht: termijn «beslistermijn» tot en met 2026-04-27; het is 2026-04-28."
    ),
    ("deadlines: { beslistermijn: stopped }", "De termijn «beslistermijn» loopt."),
    ("deadlines: { besluiten: running }", "De termijn «besluiten» loopt niet."),
    ("expired: [beslistermijn]", "Verwacht: verlopen beslistermijn; verlopen zijn niets."),
    ("refused: { kind: invalid }", "Verwacht: geweigerd (invalid); het is aangenomen."),
  ])
  func whatIsNotSoIsAFailureOfItsStep(_ expect: String, _ message: String) throws {
    #expect(try Self.failures(Self.scenario(expect)) == ["s.yaml:6:1: \(message)"])
  }

  /// A refusal must be expected, and then by its kind, its words and its fields.
  @Test(arguments: [
    ("", "Geweigerd (invalid): Uitkomst moet een van deze zijn: goed, slecht."),
    (
      "refused: { kind: not-now }",
      "Verwacht: geweigerd (not-now); het is invalid: Uitkomst moet een van deze zijn: goed, slecht.."
    ),
    (
      "refused: { kind: invalid, says: [een van, verplicht] }",
      "Verwacht: de weigering zegt «verplicht»; zij zegt: Uitkomst moet een van deze zijn: goed, slecht."
    ),
    ("refused: { kind: invalid, fields: [grondslag] }", "Verwacht: fout zijn grondslag; fout zijn uitkomst."),
    ("refused: { kind: invalid, fields: [uitkomst], says: een van deze }", nil),
  ])
  func aRefusalIsHeldAgainstWhatIsExpected(_ expect: String, _ message: String?) throws {
    let more = """
        - after: P1D
          as: politie
          command: beoordelen
          ground: awb
          fields: { uitkomst: matig }
          expect: { \(expect) }
      """
    #expect(try Self.failures(Self.scenario("", more: more)) == (message.map { ["s.yaml:11:1: \($0)"] } ?? []))
  }

  /// The clock stops at every timer on the way, and an expiry that nobody expected is a failure.
  @Test(arguments: [
    (
      "expired: [beslistermijn], told: { stad: [termijn-nadert, termijn-nadert, termijn-verlopen], politie: termijn-nadert }",
      true
    ), ("", false),
  ])
  func timePassesThroughEveryDeadline(_ expect: String, _ isSo: Bool) throws {
    let more = "  - { clock: 2026-04-29, expect: { \(expect) } }"
    #expect(try Self.failures(Self.scenario("", more: more)).isEmpty == isSo)
  }

  @Test func aCaseWhereNoneIsNamedIsAFailure() throws {
    let text = Self.scenario("").replacing("scenario:", with: "cases: [eerste]\nscenario:").replacing(
      "datum: 2026-03-01",
      with: "datum: { case: eerste }"
    )
    #expect(try Self.failures(text) == ["s.yaml:7:1: Het veld «datum» noemt geen andere zaak."])
  }

  @Test func aStepBeforeTheLastIsAFailure() throws {
    let more = "  - { clock: 2026-03-01 }"
    #expect(try Self.failures(Self.scenario("", more: more)) == ["s.yaml:11:1: Deze stap ligt vóór de vorige."])
  }

  /// Two cases on one time line: each step is held against its own case, and what came of the other one waits for a step about that.
  @Test(arguments: [
    ("  - { case: tweede, expect: { expired: [beslistermijn] } }", []),
    (
      "", ["s.yaml:18:1: In «tweede» verliep beslistermijn, en geen stap zegt dat."]
    ),
    (
      "  - { case: tweede, expect: { expired: [] } }",
      ["s.yaml:19:1: Verwacht: verlopen niets; verlopen zijn beslistermijn."]
    ),
  ])
  func casesShareOneTimeLine(_ look: String, _ failures: [String]) throws {
    let more = """
        - case: tweede
          at: 2026-03-03T09:00
          as: gemeente@stad
          command: indienen
          fields: { plan: Nog een feest, soort: groot, bezoekers: 100, adviseurs: [politie], datum: 2026-03-02 }
          expect: { state: beoordeling, told: { stad: aangemaakt, politie: aangemaakt } }
        - { clock: 2026-05-01, expect: { expired: [beslistermijn] } }
      """
    let text = Self.scenario("", more: "\(more)\n\(look)").replacing(
      "organisations:",
      with: "cases: [eerste, tweede]\norganisations:"
    )
    #expect(try Self.failures(text) == failures)
  }

  /// A step in which the service finds another case is nobody's command, and only the contact hears of it. It must fail when the step does
  /// nothing, or a command may stand in it.
  @Test func anotherCaseIsFound() throws {
    let small = try #require(PlantedFaults.all.first { $0.name == "matches/sound.yaml" })
    let workflow = try WorkflowFile.load(small.text, name: "w.yaml")
    func text(_ step: String) -> String {
      """
      scenario: Een lener die al bekend is
      organisations:
        museum: { number: "00000099000000000001", name: Museum, region: hier, roles: [museum] }
        depot: { number: "00000099000000000002", name: Depot, region: hier, roles: [depot] }
        restaurator: { number: "00000099000000000003", name: Restaurator, region: hier, roles: [restaurator] }
        ander: { number: "00000099000000000004", name: Ander depot, region: daar, roles: [depot] }
      steps:
        - { at: 2026-03-02T09:00, as: museum, command: indienen }
        - { at: 2026-03-02T13:00, matched: lener, contact: ander, \(step) }
      """
    }
    let expected = "expect: { state: open, children: { treffer-1: gevonden }, told: { depot: bijgewerkt } }"
    let scenario = try Scenario(text(expected), name: "s.yaml")
    #expect(ScenarioRun.failures(of: scenario, workflow: workflow) == [])
    #expect(throws: WorkflowFileError.self) { try Scenario(text("as: museum"), name: "s.yaml") }
  }
}

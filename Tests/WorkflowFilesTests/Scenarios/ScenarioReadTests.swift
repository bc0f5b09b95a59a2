import CaseCore
import OrderedCollections
import Testing
import WorkflowFiles

/// What is wrong with the file of a scenario is told at its place.
@Suite struct ScenarioReadTests {
  /// A step, on line 5.
  private static func text(_ step: String) -> String {
    """
    scenario: S
    organisations:
      stad: { number: "1", name: Stad, region: hier, roles: [gemeente] }
    steps:
      - \(step)
    """
  }

  @Test(arguments: [
    (
      "{ at: 2026-01-05, as: gemeente@stat, command: x }",
      "s.yaml:5:27: De organisatie «stat» bestaat niet. Bedoeld is misschien «stad»."
    ),
    (
      "{ at: 2026-01-05T9:00, as: gemeente@stad, command: x }",
      "s.yaml:5:11: «2026-01-05T9:00» is geen moment. Schrijf een datum, of datum en tijd: 2026-01-05T09:00."
    ),
    (
      "{ at: 2026-02-30, as: gemeente@stad, command: x }",
      "s.yaml:5:11: «2026-02-30» is geen moment. Schrijf een datum, of datum en tijd: 2026-01-05T09:00."
    ),
    (
      "{ after: P1D, as: gemeente@stad, command: x }",
      "s.yaml:5:5: De eerste stap van een scenario heeft een moment: «at»."
    ),
    (
      "{ clock: 2026-01-05, as: gemeente@stad }",
      "s.yaml:5:30: «as» gaat niet samen met «clock»: dan verstrijkt alleen tijd."
    ),
    ("{ at: 2026-01-05, after: P1D, as: gemeente@stad, command: x }", "s.yaml:5:30: «at» en «after» gaan niet samen."),
    ("{ at: 2026-01-05, command: x }", "s.yaml:5:5: De sleutel «as» ontbreekt."),
    (
      "{ at: 2026-01-05, as: gemeente@stad, command: x, expect: { told: { dorp: y } } }",
      "s.yaml:5:78: De organisatie «dorp» bestaat niet."
    ),
  ])
  func aFaultIsToldAtItsPlace(_ step: String, _ fault: String) {
    let error = #expect(throws: WorkflowFileError.self) { try Scenario(Self.text(step), name: "s.yaml") }
    #expect(error?.description == fault)
  }

  @Test func momentsFieldsAndSendersMeanWhatTheySay() throws {
    let step =
      "{ at: 2026-07-01T09:30, as: gemeente@stad, command: x, fields: { a: 12, b: \"12\", c: ~, d: [x, 2], e: { f: g }, h: nee } }"
    let scenario = try Scenario(Self.text(step), name: "s.yaml")
    let first = try #require(scenario.steps.first)
    // Half past nine in summer time.
    #expect(first.moment == .at(try Instant(rfc3339: "2026-07-01T07:30:00Z")))
    #expect(first.command?.role == "gemeente" && first.command?.organisation == "stad")
    let fields = Dictionary(uniqueKeysWithValues: first.command?.fields.map { ($0, $1) } ?? [])
    #expect(
      fields == [
        "a": .number(12), "b": .string("12"), "c": .null, "d": .list([.string("x"), .number(2)]), "e": .other,
        "h": .string("nee"),
      ]
    )
  }

  @Test func aScenarioGoesOnFromAnother() throws {
    let first = try Scenario(Self.text("{ at: 2026-01-05, as: gemeente@stad, command: x }"), name: "een.yaml")
    let text = "scenario: T\nfrom: een\nsteps:\n  - { after: P1D, as: gemeente@stad, command: y }"
    let both = try Scenario(text, name: "twee.yaml") { (name) throws(WorkflowFileError) in name == "een" ? first : nil }
    #expect(both.steps.map(\.file) == ["een.yaml", "twee.yaml"])
    #expect(both.steps.map { $0.command?.name } == ["x", "y"])
    let error = #expect(throws: WorkflowFileError.self) { try Scenario(text, name: "twee.yaml") }
    #expect(error?.faults.first?.line == 2)
  }

  /// A step of a scenario of two cases, on line 5.
  private static func several(_ step: String, cases: String = "[broer-1, broer-2]") -> String {
    """
    scenario: S
    cases: \(cases)
    organisations: { stad: { number: "1", name: Stad, region: hier, roles: [gemeente] } }
    steps:
      - \(step)
      - { at: 2026-01-06, case: broer-2, as: gemeente@stad, command: x }
    """
  }

  @Test(arguments: [
    (
      several("{ case: broer-3, at: 2026-01-05, as: gemeente@stad, command: x }"),
      "s.yaml:5:13: De zaak «broer-3» bestaat niet in dit scenario. Bedoeld is misschien «broer-1»."
    ),
    (
      several("{ at: 2026-01-05, as: gemeente@stad, command: x, fields: { f: { case: zus } } }"),
      "s.yaml:5:75: De zaak «zus» bestaat niet in dit scenario."
    ),
    (
      several("{ at: 2026-01-05, as: gemeente@stad, command: x }", cases: "[broer-2, broer-1, broer-2]"),
      "s.yaml:2:27: De zaak «broer-2» staat er al."
    ),
    (
      several("{ at: 2026-01-05, as: gemeente@stad, command: x }", cases: "[broer-1, broer-2, zus]"),
      "s.yaml:2:1: De zaak «zus» komt in geen stap voor."
    ),
    (
      text("{ case: broer-1, at: 2026-01-05, as: gemeente@stad, command: x }"),
      "s.yaml:5:13: Het scenario gaat over één zaak: zet namen van zaken in «cases»."
    ),
  ])
  func aFaultInACaseIsToldAtItsPlace(_ text: String, _ fault: String) {
    let error = #expect(throws: WorkflowFileError.self) { try Scenario(text, name: "s.yaml") }
    #expect(error?.description == fault)
  }

  /// The first is meant where a step names none, also by the steps of a scenario of one case that it goes on from.
  @Test func stepsAndFieldsNameCases() throws {
    let first = try Scenario(Self.text("{ at: 2026-01-05, as: gemeente@stad, command: x }"), name: "een.yaml")
    let text = """
      scenario: T
      from: een
      cases: [broer-1, broer-2]
      steps:
        - { after: P1D, case: broer-2, as: gemeente@stad, command: y, fields: { a: { case: broer-1 }, b: [{ case: broer-1 }], c: d } }
        - { case: broer-2, expect: { state: z } }
      """
    let both = try Scenario(text, name: "twee.yaml") { (_) throws(WorkflowFileError) in first }
    #expect(both.steps.map(\.caseName) == ["broer-1", "broer-2", "broer-2"])
    let sent = try #require(both.steps[1].command)
    #expect(sent.fields == ["c": .string("d")])
    #expect(sent.caseFields == ["a": .string("broer-1"), "b": .list([.string("broer-1")])])
    #expect(both.steps[2].command == nil && both.steps[2].moment == .now)
  }
}

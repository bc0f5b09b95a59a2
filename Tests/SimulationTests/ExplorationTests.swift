import CaseCore
import Foundation
import Simulation
import Testing
import WorkflowFiles

/// What no case ever comes to is found, and said at the place where the file has it.
@Suite struct ExplorationTests {
  private static let haste = "{ fact: haast, is: nee, otherwise: Er is al haast. }"

  private static func findings(_ text: String) throws -> [String] {
    let file = try WorkflowFile(text, name: "w.yaml")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return Exploration(file.workflow).findings.flatMap { finding in
      file.located([finding.fault]).map { place in
        let line = lines[place.line - 1].trimmingCharacters(in: .whitespaces)
        return "\(finding.kind.rawValue) \(finding.fault.path.dropFirst().joined(separator: "/")) | \(line)"
      }
    }
  }

  @Test func whatIsInOrderHasNoFindings() throws {
    #expect(try Self.findings(Errand.text) == [])
  }

  @Test func aRequirementThatNeverHolds() throws {
    let text = Errand.with(
      Self.haste,
      "[ \(Self.haste), { visited: overleg, at-least: 1, otherwise: Er was geen overleg. } ]"
    )
    let found = try Self.findings(text)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("never zaak/states/nieuw/on/haasten/0/guard/1 | haasten: { guard") == true)
  }

  @Test func requirementsThatNeverHoldTogether() throws {
    let text = Errand.with(
      "- guard: { fact: soort, is: groot, otherwise: De zaak is niet groot. }",
      """
      - guard:
                      - { fact: soort, is: groot, otherwise: De zaak is niet groot. }
                      - { fact: soort, is: klein, otherwise: De zaak is niet klein. }
      """
    )
    let found = try Self.findings(text)
    #expect(
      found == [
        "unreachable zaak/states/overleg | overleg:", "never zaak/states/nieuw/on/verdelen/0 | - guard:",
      ]
    )
  }

  @Test func anAlternativeBehindAnother() throws {
    let text = Errand.with(
      "- target: bezig\n",
      """
      - { guard: { fact: haast, in: [nee, ja], otherwise: Er is geen haast. }, target: bezig }
                  - { guard: { fact: haast, is: ja, otherwise: Er is geen haast. }, target: overleg }

      """
    )
    let found = try Self.findings(text)
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("hidden zaak/states/nieuw/on/verdelen/2 | - { guard: { fact: haast, is: ja") == true
    )
  }

  @Test func alternativesOfWhichTheOrderSaysNothing() throws {
    let text = Errand.with(
      "- target: bezig\n",
      """
      - { guard: { fact: haast, is: ja, otherwise: Er is geen haast. }, target: bezig }
                  - target: bezig

      """
    )
    let found = try Self.findings(text)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("ambiguous zaak/states/nieuw/on/verdelen/1 | - { guard: { fact: haast") == true)
  }

  @Test func aCaseThatCannotEnd() throws {
    let text = Errand.with(
      "- { children: taak, none: [open], otherwise: De taak is nog open. }",
      "- { children: taak, none: [open, af], otherwise: Er is een taak. }"
    )
    let exploration = Exploration(try WorkflowFile.load(text, name: "w.yaml"))
    #expect(exploration.findings.map(\.kind) == [.endless])
    #expect(exploration.findings.first?.fault.path == ["machines", "zaak", "states", "bezig"])
    #expect(exploration.findings.first?.steps == ["openen", "verdelen", "geven"])
  }

  /// Only one task can be given, so there are never two.
  @Test func moreChildrenThanThereCanBe() throws {
    let text = Errand.with(
      "- { children: taak, none: [open], otherwise: De taak is nog open. }",
      "- { children: taak, at-least: 2, otherwise: Er zijn geen twee taken. }"
    )
    let found = try Self.findings(text)
    #expect(found.contains { $0.hasPrefix("never zaak/states/bezig/on/stemmen/0/guard/1") })
    #expect(found.contains { $0.hasPrefix("unreachable zaak/states/klaar") })
  }

  @Test func aRequirementOnTheCaseThatNeverHoldsInAChild() throws {
    let text = Errand.with(
      "afmelden: af\n",
      "afmelden: { guard: { case: { state: [nieuw] }, otherwise: De zaak is niet nieuw. }, target: af }\n"
    )
    let found = try Self.findings(text)
    #expect(found.contains { $0.hasPrefix("never taak/states/open/on/afmelden/0/guard/0") })
    #expect(found.contains { $0.hasPrefix("unreachable taak/states/af") })
  }

  @Test func aConsequenceThatNeverFollows() throws {
    let text = Errand.with(
      "afmelden: af\n",
      "afmelden: { target: af, case: { guard: { state: [overleg] }, assign: { haast: ja } } }\n"
    )
    let found = try Self.findings(text)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("never taak/states/open/on/afmelden/0/case/0/guard/0 | ") == true, "\(found)")
  }

  /// Where a case begins in another way too, and comes to the same state.
  @Test func aStartThatIsNeverTaken() throws {
    let condition = "guard: { visited: beoordeling, at-least: 1, otherwise: Het stuk was er nooit. }"
    let text = try SmallWorkflow("starts").text
    #expect(try Self.findings(text) == [])
    let spoilt = text.replacing("- command: aanvragen\n", with: "- command: aanvragen\n        \(condition)\n")
    #expect(try Self.findings(spoilt) == ["never bruikleen/start/0/guard/0 | \(condition)"])
  }

  @Test(arguments: Shipped.workflows) func aShippedWorkflowIsClean(_ folder: String) throws {
    let exploration = Exploration(try WorkflowFolder.load(folder).workflow)
    #expect(exploration.findings == [])
    #expect(!exploration.isBounded)
    #expect(exploration.situations > 100)
  }

  /// The bound is on what there is at a time: what is not needed any more is forgotten, and what is needed stays what it was.
  @Test(arguments: Shipped.workflows) func whatIsNotNeededTakesNoRoom(_ folder: String) throws {
    let workflow = try WorkflowFolder.load(folder).workflow
    let (wide, narrow) = (Exploration(workflow), Exploration(workflow, mostNodes: 100_000))
    #expect(!narrow.isBounded)
    #expect(narrow.situations == wide.situations && narrow.findings == wide.findings)
  }

  /// A task that was begun is no other than an open one to everybody else, so they are counted together. An end of open ones leaves it there.
  @Test func aStateThatNobodyTellsApartKeepsItsChildren() throws {
    let afterwards =
      "{ label: Afronden, length: P2W, kind: kalender, source: Beleid, ground: wet, notify: [uitvoerder] }"
    let begun = "on: { afmelden: af }, after: { afronden: \(afterwards) } }"
    let changes = [
      "none: [open, af]": "none: [open, begonnen, af]",
      "none: [open], otherwise: De taak": "none: [open, begonnen], otherwise: De taak",
      "verdelen: bezig\n":
        "verdelen: { guard: { children: taak, some: [open, begonnen], otherwise: Klaar. }, target: bezig }\n",
      "stemmen:\n            - guard:":
        "haasten: { end: { machine: taak, from: [open], target: af }, target: overleg }\n          stemmen:\n            - guard:",
      "afmelden: { label: Afmelden,":
        "beginnen: { label: Beginnen, roles: [uitvoerder], ground: wet }\n      afmelden: { label: Afmelden,",
      "afmelden: af\n": "afmelden: af\n          beginnen: begonnen\n",
      "af: { label: Af,":
        "begonnen: { label: Begonnen, audience: [gemeente, uitvoerder], \(begun)\n      af: { label: Af,",
    ]
    let text = try changes.reduce(Errand.text) { text, change in
      try #require(text.contains(change.key), "\(change.key)")
      return text.replacing(change.key, with: change.value)
    }
    // A case that comes to «overleg» straight from the beginning has no task and cannot go on, so it has other findings.
    #expect(try Self.findings(text).filter { $0.hasPrefix("never") } == [])
  }

  /// It claims nothing when it did not see everything.
  @Test func whatDoesNotFitIsNotJudged() throws {
    let text = Errand.with(
      Self.haste,
      "[ \(Self.haste), { visited: overleg, at-least: 1, otherwise: Er was geen overleg. } ]"
    )
    let exploration = Exploration(try WorkflowFile.load(text, name: "w.yaml"), mostNodes: 10)
    #expect(exploration.isBounded && exploration.findings == [])
  }
}

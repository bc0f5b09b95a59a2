import CaseCore
import OrderedCollections
import Testing
import WorkflowFiles

/// What YAML itself brings: syntax, anchors, merge keys, double keys, and files made to be a burden.
@Suite struct YamlTests {
  @Test(arguments: [
    ("workflow: \"abc", 1, 11, "niet gesloten"),
    ("a: 1\n\tb: 2\n", 2, 1, "tab"),
    ("a: b: c\n", 1, 5, "geen sleutel"),
    ("a: [1, 2\nb: 3\n", 1, 4, "niet gesloten"),
    ("a: *nergens\n", 1, 4, "geen anker"),
    ("a: 1\n---\nb: 2\n", 2, 1, "één document"),
    ("a: \u{1}\n", 1, 4, "stuurteken"),
    ("", 1, 1, "leeg"),
    ("# niets\n", 1, 1, "leeg"),
  ])
  func aFileThatIsNoYaml(text: String, line: Int, column: Int, message: String) throws {
    let faults = faults(in: text)
    let fault = try #require(faults.count == 1 ? faults.first : nil, "\(faults)")
    #expect(fault.line == line && fault.column == column && fault.message.contains(message), "\(fault)")
  }

  @Test func aColumnCountsLettersAndNotBytes() throws {
    let text = Permit.text.replacing("{ label: Politie }", with: "{ label: \"Pôlitié 🚓\", acces: party }")
    let fault = try #require(faults(in: text).first)
    #expect((fault.line, fault.column) == (9, 34), "\(fault)")
  }

  @Test func everyDoubleKeyIsTold() {
    let text =
      Permit.text
      .replacing("root: aanvraag", with: "root: aanvraag\n\"label\": Nogmaals\nlabel: En weer")
      .replacing("klein: Klein, groot: Groot }, initial", with: "klein: Klein, klein: Groot, groot: G }, initial")
      .replacing("review: true", with: "review: true\n        audience: [toezicht]\n        final: nee")
    let told = faults(in: text).map { "\($0.line):\($0.column) \($0.message)" }
    #expect(
      told == [
        "5:1 De sleutel «label» staat er al, op regel 3.",
        "6:1 De sleutel «label» staat er al, op regel 3.",
        "21:69 De sleutel «klein» staat er al, op regel 21.",
        "96:9 De sleutel «audience» staat er al, op regel 94.",
        "97:16 Hier hoort true of false.",
      ]
    )
  }

  @Test func anchorsAndMergeKeys() throws {
    let text = Permit.text
      .replacing(
        "beoordeling:\n        label: Beoordeling\n",
        with: "beoordeling: &basis\n        label: Beoordeling\n"
      )
      .replacing(
        "overleg:\n        label: Overleg\n        audience: [gemeente, politie]\n",
        with: "overleg:\n        <<: *basis\n        label: Overleg\n"
      )
    let workflow = try WorkflowFile.load(text, name: "vergunning.yaml")
    let state = try #require(workflow.rootMachine?.states["overleg"])
    #expect(state.label == "Overleg", "its own key goes first")
    #expect(state.audience == ["gemeente", "politie"])
    #expect(Array(state.on.keys) == ["verlenen"])
  }

  @Test func aFaultBehindAnAliasIsToldOnceAtItsAnchor() {
    let text = Permit.text
      .replacing("roles: [gemeente, politie]\n", with: "roles: &beide [gemeente, §]\n")
      .replacing("audience: [gemeente, politie]", with: "audience: *beide")
    #expect(faults(in: text).filter { $0.message.contains("«§»") }.count == 1)
  }

  @Test func aTreeThatDoublesAtEveryAnchorIsRefused() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...60 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(faults(in: text).map(\.message) == ["Het bestand beschrijft een te grote of te diepe boom."])
  }

  @Test func aTreeThatIsTooDeepIsRefused() {
    let text = "a: " + String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    #expect(faults(in: text).map(\.message) == ["Het bestand beschrijft een te grote of te diepe boom."])
    let deeper = "a: " + String(repeating: "[", count: 100_000)
    #expect(faults(in: deeper).count == 1)
  }

  @Test func aFileThatIsTooLargeIsRefused() {
    let text = Permit.text + String(repeating: "# vulling\n", count: 200_000)
    #expect(faults(in: text).map(\.message) == ["Het bestand is groter dan 1024 kB."])
  }
}

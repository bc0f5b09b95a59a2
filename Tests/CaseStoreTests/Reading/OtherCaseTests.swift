import CaseCore
import CaseDoor
import CaseReading
import Foundation
import OrderedCollections
import StoreBase
import TestOffice
import Testing

/// A case that refers to another, each read by organisations that know one of them or both.
///
/// They must fail when `CaseReader.aliases(ofCasesIn:for:on:)` gives the sender's id or does not ask whether the reader may know of the case now,
/// when a reader (`journal`, `detailed`) does not put the ids in, and when `CommandDoor.resolve` takes a case by another organisation's id.
@Suite("A case that refers to another") struct OtherCaseTests {
  private static let workflow: Workflow = {
    var workflow = PermitWorkflow.workflow
    let kind = Field.Kind.otherCase(workflow: "permit", states: [])
    let field = Field(label: "Other", kind: kind, requirement: .always, isPersonal: false)
    let text = Field(label: "Text", kind: .text(maximumLength: 100), requirement: .always, isPersonal: true)
    workflow.machines["permit"]?.commands["refer"] = CommandDefinition(
      label: "Refer",
      roles: ["clerk", "reviewer"],
      grounds: ["law"],
      fields: ["other": field]
    )
    workflow.machines["permit"]?.commands["link"] = CommandDefinition(
      label: "Link",
      roles: ["clerk"],
      grounds: ["law"],
      fields: ["other": field, "text": text]
    )
    workflow.machines["permit"]?.states["received"]?.on["refer"] = [Transition()]
    workflow.machines["permit"]?.states["received"]?.on["link"] = [Transition(starts: [.init("task")])]
    return workflow
  }()

  /// Two cases of the clerk and the reviewer.
  private static func cases() async throws -> (office: Office, one: UUID, other: UUID) {
    let office = try await Office(workflow: workflow)
    let one = try await office.caseID(office.apply().alias)
    return (office, one, try await office.caseID(office.apply().alias))
  }

  private static func refer(
    _ office: Office,
    _ one: UUID,
    to text: String,
    by actor: Actor = Office.clerk
  ) async throws -> Answer {
    let alias = try await office.aliasOf(one, for: actor)
    return try await office.give("refer", by: actor, to: .alias(alias), fields: ["other": .string(text)])
  }

  /// What the last entry says to a reader.
  private static func other(_ office: Office, _ one: UUID, for reader: Actor) async throws -> Value? {
    try await office.journal(one, for: reader).last { $0.cause == .command("refer") }?.fields["other"]
  }

  private static func text(_ id: UUID) -> String { id.uuidString.lowercased() }

  @Test("each reader meets it under its own id, or not at all") func ids() async throws {
    let (office, one, other) = try await Self.cases()
    let (clerks, reviewers) = (
      try await office.aliasOf(other, for: Office.clerk), try await office.aliasOf(other, for: Office.reviewer)
    )
    #expect(try await Self.refer(office, one, to: clerks.uuidString).revision != nil)
    #expect(try await Self.other(office, one, for: Office.clerk) == .otherCase(Self.text(clerks)))
    #expect(try await Self.other(office, one, for: Office.reviewer) == .otherCase(Self.text(reviewers)))

    // The reviewer leaves the other case: of the entry, which it may still read, that case is gone.
    #expect(try await office.give("dismiss", by: Office.clerk, to: .alias(clerks)).revision != nil)
    #expect(try await Self.other(office, one, for: Office.reviewer) == nil)
    #expect(try await office.journal(one, for: Office.reviewer).last?.isReadable == true)
    #expect(try await Self.other(office, one, for: Office.clerk) == .otherCase(Self.text(clerks)))
  }

  @Test("so it is in what was said of a part") func parts() async throws {
    let (office, one, other) = try await Self.cases()
    let clerks = try await office.aliasOf(other, for: Office.clerk)
    let alias = try await office.aliasOf(one, for: Office.clerk)
    let fields: [String: Input] = ["other": .string(Self.text(clerks)), "text": .string("x")]
    #expect(try await office.give("link", by: Office.clerk, to: .alias(alias), fields: fields).revision != nil)
    let shown = try #require(try await office.reader.detailed(alias, for: Office.clerk))
    #expect(shown.fields["task-1"]?["other"] == .otherCase(Self.text(clerks)))
  }

  @Test("one that there is not, one of others and the case itself are the same") func unknown() async throws {
    let (office, one, other) = try await Self.cases()
    let (clerks, reviewers) = (
      try await office.aliasOf(other, for: Office.clerk), try await office.aliasOf(other, for: Office.reviewer)
    )
    let itself = try await office.aliasOf(one, for: Office.clerk)
    var answers: Set<String> = []
    for text in [UUID().uuidString, Self.text(reviewers), Self.text(other), Self.text(itself), "x"] {
      let refusal = try #require(try await Self.refer(office, one, to: text).refusal)
      answers.insert("\(refusal)")
    }
    // The reviewer leaves, and so has no such case any more, by its own id either.
    #expect(try await office.give("dismiss", by: Office.clerk, to: .alias(clerks)).revision != nil)
    let left = try await Self.refer(office, one, to: Self.text(reviewers), by: Office.reviewer)
    answers.insert("\(try #require(left.refusal))")
    #expect(answers.count == 1)
    #expect(answers.first?.contains("unknown-other-case") == true)
  }

  @Test("of a destroyed one nothing is shown or taken") func destroyed() async throws {
    let (office, one, other) = try await Self.cases()
    let clerks = try await office.aliasOf(other, for: Office.clerk)
    #expect(try await Self.refer(office, one, to: Self.text(clerks)).revision != nil)
    try await office.grant(clerks)
    #expect(try await office.destroy(clerks).revision != nil)
    #expect(try await Self.other(office, one, for: Office.clerk) == nil)
    #expect(try await Self.refer(office, one, to: Self.text(clerks)).refusal != nil)
  }
}

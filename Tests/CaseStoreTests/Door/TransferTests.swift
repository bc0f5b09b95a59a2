import CaseCore
import CaseDoor
import CaseReading
import Foundation
import OrderedCollections
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// A command on one case that moves its parts to another, in one transaction.
///
/// They must fail when `Verdict.statements` leaves out what the other case got, or writes it by a statement of its own (`both`); when
/// `CommandDoor.standInLine` holds the cases in the order in which it meets them (`crossing`); when `Decider.receive` does not ask for a role of
/// the sender in the other case, or for a command that makes such a part there (`refused`); and when an entry that comes along keeps nothing of
/// what was said, or the case does not show it (`moves`).
@Suite("A command that moves parts to another case") struct TransferTests {
  private static let workflow: Workflow = {
    var workflow = PermitWorkflow.workflow
    let kind = Field.Kind.otherCase(workflow: "permit", states: [])
    let other = Field(label: "Other", kind: kind, requirement: .always, isPersonal: false)
    let text = Field(label: "Text", kind: .text(maximumLength: 100), requirement: .always, isPersonal: true)
    func command(
      _ name: String,
      _ fields: OrderedDictionary<String, Field>,
      _ roles: [String],
      _ transition: Transition
    ) {
      workflow.machines["permit"]?.commands[name] = CommandDefinition(
        label: name,
        roles: roles,
        grounds: ["law"],
        fields: fields
      )
      workflow.machines["permit"]?.states["received"]?.on[name] = [transition]
    }
    command("add", ["text": text], ["clerk"], Transition(starts: [.init("task")]))
    let transfer = Transition.Transfer(to: "other", children: "task", in: ["open"], receipts: ["applicant"])
    let end = Transition.End("task", in: ["open"], target: "finished")
    command("move", ["other": other], ["clerk", "reviewer"], Transition(ends: [end], transfer: transfer))
    return workflow
  }()

  /// Two cases of the clerk and the reviewer; the first has a part, about which two things were said, and somebody who applied.
  private static func cases() async throws -> (office: Office, one: UUID, other: UUID) {
    let office = try await Office(workflow: workflow)
    let one = try await office.caseID(office.apply(applicant: Office.applicant.organisation).alias)
    let other = try await office.caseID(office.apply().alias)
    try await add(office, one, "the roof")
    let alias = try await office.aliasOf(one, for: Office.clerk)
    let work = try await office.give(
      "work",
      by: Office.clerk,
      to: .alias(alias),
      child: "task-1",
      fields: ["text": .string("the gutter")]
    )
    #expect(work.revision != nil)
    return (office, one, other)
  }

  private static func add(_ office: Office, _ id: UUID, _ text: String) async throws {
    let alias = try await office.aliasOf(id, for: Office.clerk)
    let answer = try await office.give("add", by: Office.clerk, to: .alias(alias), fields: ["text": .string(text)])
    #expect(answer.revision != nil)
  }

  private static func move(
    _ office: Office,
    from one: UUID,
    to other: UUID,
    by actor: Actor = Office.clerk,
    id: String? = nil
  ) async throws -> Answer {
    let (alias, named) = try await (office.aliasOf(one, for: actor), office.aliasOf(other, for: actor))
    let fields: [String: Input] = ["other": .string(named.uuidString.lowercased())]
    return try await office.give("move", by: actor, to: .alias(alias), fields: fields, id: id)
  }

  private static func open(_ office: Office, _ id: UUID) async throws -> Int {
    try await office.stored(id).children.values.count { $0.state == "open" }
  }

  @Test("what moves is in the other case, with what was said of it") func moves() async throws {
    let (office, one, other) = try await Self.cases()
    #expect(try await Self.move(office, from: one, to: other, id: "m").revision != nil)
    #expect(try await office.stored(one).children["task-1"]?.state == "finished")
    #expect(try await office.stored(other).children["task-1"]?.state == "open")
    let rows = try await office.journal(of: other).filter { $0.kind == "transferred" }
    #expect(rows.map(\.name) == ["add", "task-1/work"])
    #expect(rows.map(\.cause) == [.transferred("add"), .transferred("work")])
    let causes = rows.map(\.cause)
    let entries = try await office.journal(other, for: Office.clerk).filter { causes.contains($0.cause) }
    #expect(entries.map { $0.fields["text"] } == [.text("the roof"), .text("the gutter")])
    let shown = try #require(
      try await office.reader.detailed(office.aliasOf(other, for: Office.clerk), for: Office.clerk)
    )
    #expect(shown.fields["task-1"] == ["text": .text("the roof")])
    // Who applied in the first is told nothing, and can be reached in the other.
    let party = try await office.stored(other).party(Office.applicant.organisation)
    #expect(party?.roles == ["applicant"])
    let told = try await office.list(
      "select organisation from outbox where case_id = \(other) and revision = \(rows[0].revision)",
      as: String.self
    )
    #expect(Set(told) == [Office.clerk.organisation, Office.reviewer.organisation])
    // Again under the same id, it has no second effect.
    #expect(try await Self.move(office, from: one, to: other, id: "m").revision != nil)
    #expect(try await Self.open(office, other) == 1)
    #expect(try await office.verify().faults == [])
    // The first is destroyed, and the other reads as before.
    try await office.grant(office.aliasOf(one, for: Office.clerk))
    #expect(try await office.destroy(office.aliasOf(one, for: Office.clerk)).revision != nil)
    #expect(try await office.journal(other, for: Office.clerk).contains { $0.fields["text"] == .text("the gutter") })
    #expect(try await office.verify().faults == [])
  }

  @Test("when the other cannot be written, neither is") func both() async throws {
    let (office, one, other) = try await Self.cases()
    try await office.tamper(
      "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$",
      """
      create trigger refuse before insert on journal for each row when (new.name = 'task-1/work' and new.kind = 'transferred')
      execute function refuse()
      """
    )
    let before = try await (office.stored(one), office.stored(other))
    await #expect(throws: StoreError.self) { _ = try await Self.move(office, from: one, to: other, id: "m") }
    #expect(try await office.stored(one) == before.0)
    #expect(try await office.stored(other) == before.1)
    try await office.tamper("drop trigger refuse on journal")
    #expect(try await Self.move(office, from: one, to: other, id: "m").revision != nil)
    #expect(try await Self.open(office, other) == 1)
    #expect(try await Self.open(office, one) == 0)
  }

  @Test("one that does not take them is left as it is, and so is the first") func refused() async throws {
    let (office, one, other) = try await Self.cases()
    // The reviewer may give the command here, and none there by which such a part begins.
    let reviewers = try await Self.move(office, from: one, to: other, by: Office.reviewer)
    #expect("\(try #require(reviewers.refusal))".contains("reference-does-not-take"))
    // The other is in a state in which nothing begins any more.
    try await office.grant(office.aliasOf(other, for: Office.clerk))
    let before = try await (office.stored(one), office.stored(other))
    let refusal = try #require(try await Self.move(office, from: one, to: other, id: "m").refusal)
    #expect("\(refusal)".contains("reference-does-not-take"))
    #expect(try await Self.move(office, from: one, to: other, id: "m").refusal == refusal)
    #expect(try await office.stored(one) == before.0)
    #expect(try await office.stored(other) == before.1)
    // One that is not the sender's is no case at all, and not one that does not take.
    let blind = try await office.give(
      "move",
      by: Office.clerk,
      to: .alias(office.aliasOf(one, for: Office.clerk)),
      fields: ["other": .string(try await office.aliasOf(other, for: Office.reviewer).uuidString.lowercased())]
    )
    #expect("\(try #require(blind.refusal))".contains("unknown-other-case"))
  }

  @Test("two that cross both end, and nothing is lost or doubled") func crossing() async throws {
    let (office, one, other) = try await Self.cases()
    try await Self.add(office, other, "the door")
    for _ in 1...8 {
      async let there = Self.move(office, from: one, to: other)
      async let back = Self.move(office, from: other, to: one)
      for answer in try await [there, back] { #expect(answer.revision != nil) }
      #expect(try await Self.open(office, one) + Self.open(office, other) == 2)
    }
    #expect(try await office.verify().faults == [])
  }
}

import CaseCore
import CaseDoor
import CaseReading
import Foundation
import OrderedCollections
import Postgres
import StoreBase
import TestOffice
import Testing

/// Entries that are shared by name, or kept, as they are stored and read. Something unmistakable is in each of them.
///
/// It must fail when `Visibility.reads` shows an entry to somebody who is not named, when `CaseBuilder.readers(_:)` leaves the audience of what is
/// kept as it is, when the names stand in a plain column, and when a step that is hidden from a reader moves its revision.
@Suite("Entries that are shared by name, in the database") struct SharedEntryTests {
  private static var workflow: Workflow {
    var workflow = PermitWorkflow.workflow
    func field(_ kind: Field.Kind, required: Bool) -> Field {
      Field(label: "It", kind: kind, requirement: required ? .always : .never, isPersonal: true)
    }
    let options = ["yes", "no"].map { Field.Option(key: $0, label: $0) }
    workflow.machines["permit"]?.commands["confide"] = CommandDefinition(
      label: "Confide",
      roles: ["clerk", "reviewer", "adviser"],
      grounds: ["law"],
      fields: [
        "text": field(.text(maximumLength: 100), required: true),
        "whom": field(.reference(roles: []), required: false),
        "keep": field(.choice(options: options), required: true),
      ],
      audience: ["clerk"],
      sharing: Sharing(with: "whom", among: ["reviewer", "adviser"], not: .init(field: "keep", option: "yes"))
    )
    workflow.machines["permit"]?.states["received"]?.on["confide"] = [Transition()]
    return workflow
  }

  private static func confide(
    _ text: String,
    by actor: Actor,
    with other: Actor? = nil,
    keep: Bool = false,
    _ id: UUID,
    _ office: Office
  ) async throws {
    var fields: [String: Input] = ["text": .string(text), "keep": .string(keep ? "yes" : "no")]
    if let other { fields["whom"] = .string(other.organisation) }
    let target = Submission.Target.alias(try await office.aliasOf(id, for: actor))
    let answer = try await office.give("confide", by: actor, to: target, fields: fields)
    guard case .accepted = answer else { throw Unexpected(answer: answer) }
  }

  /// What a reader is shown of all entries, and what of the case moves.
  private struct Shown: Equatable {
    var texts: [String]
    var numbers: [Int64]
    var revision: Int64
    var changedAt: Instant
    var events: Int

    init(_ id: UUID, for reader: Actor, in office: Office) async throws {
      let entries = try await office.journal(id, for: reader)
      texts = entries.compactMap { if case .text(let text)? = $0.fields["text"] { text } else { nil } }
      numbers = entries.map(\.revision)
      let view = try #require(try await office.view(id, for: reader))
      (revision, changedAt) = (view.revision, view.changedAt)
      events = try await office.count(
        "select count(*) from outbox where case_id = \(id) and organisation = \(reader.organisation)"
      )
    }
  }

  @Test("reach whom they are for, and leave no sign for anybody else") func confided() async throws {
    let office = try await Office(workflow: Self.workflow)
    let alias = try #require(try await office.apply().alias)
    let id = try await office.caseID(alias)
    let invited = ["adviser": Input.string(Office.adviser.organisation)]
    _ = try await office.give("consult", by: Office.clerk, to: .alias(alias), fields: invited)
    let (clerk, reviewer) = (
      try await Shown(id, for: Office.clerk, in: office), try await Shown(id, for: Office.reviewer, in: office)
    )

    try await Self.confide("planted-own", by: Office.adviser, id, office)
    try await Self.confide("planted-named", by: Office.clerk, with: Office.adviser, id, office)
    let told = try await Shown(id, for: Office.clerk, in: office)
    #expect(told.texts == clerk.texts + ["planted-own", "planted-named"] && told.revision == clerk.revision + 2)
    try await Self.confide("planted-kept", by: Office.adviser, with: Office.reviewer, keep: true, id, office)
    #expect(try await Shown(id, for: Office.clerk, in: office) == told)
    #expect(try await Shown(id, for: Office.reviewer, in: office) == reviewer)
    let adviser = try await Shown(id, for: Office.adviser, in: office)
    #expect(adviser.texts == ["planted-own", "planted-named", "planted-kept"])
    #expect(Set(adviser.numbers).count == adviser.numbers.count && adviser.numbers.last == adviser.revision)

    // Another person of the adviser's, who does not act in the role, reads nothing at all.
    let colleague = Actor(subject: "x", organisation: Office.adviser.organisation, roles: ["clerk"])
    #expect(try await office.view(id, for: colleague) == nil)
    // The reviewer learns of none when it is named, but of the one.
    try await Self.confide("planted-late", by: Office.adviser, with: Office.reviewer, id, office)
    let later = try await Shown(id, for: Office.reviewer, in: office)
    #expect(later.texts == reviewer.texts + ["planted-late"] && later.revision == reviewer.revision + 1)
  }

  @Test("say in plain columns that few read them, and not who") func stored() async throws {
    let office = try await Office(workflow: Self.workflow)
    let alias = try #require(try await office.apply().alias)
    let id = try await office.caseID(alias)
    try await Self.confide("planted-named", by: Office.clerk, with: Office.reviewer, id, office)
    try await Self.confide("planted-kept", by: Office.reviewer, keep: true, id, office)
    let audiences: [String] = try await office.list(
      "select array_to_string(audience, ' ') from journal where case_id = \(id) and revision > 1 order by revision"
    )
    #expect(audiences == ["clerk", ""])
    let named = "%\(Office.reviewer.organisation)%"
    #expect(
      try await office.count(
        "select count(*) from journal where case_id = \(id) and revision = 2 and journal::text like \(named)"
      ) == 0
    )
    // The database shows a reader the rows of its case; which it reads is said by the service.
    let told = try await DisclosureStore(office.pool, keyring: office.keyring).page(of: id, after: 1)
    #expect(
      told.disclosures.map { [$0.organisation, $0.roles.joined()] }.contains([Office.reviewer.organisation, "reviewer"])
    )
    #expect(told.disclosures.filter { $0.revision == 3 }.map(\.organisation) == [Office.reviewer.organisation])
  }
}

import CaseCore
import CaseDoor
import CaseReading
import DutchMessages
import Foundation
import OrderedCollections
import Postgres
import TestOffice
import Testing

/// From where, and until when, a party reads.
@Suite("Reading as long as one takes part") struct MembershipReadingTests {
  @Test("who left reads no more than a stranger, also by the door") func left() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    let id = try await office.caseID(alias)
    #expect(try await office.journal(id, for: Office.reviewer).map(\.revision) == [1])
    _ = try await office.give("dismiss", by: Office.clerk, to: .alias(try #require(alias)))
    #expect(try await office.view(id, for: Office.reviewer) == nil)
    let theirs = try await office.aliasOf(id, for: Office.reviewer)
    #expect(try await office.reader.journal(theirs, for: Office.reviewer, after: 0, limit: 10) == nil)
    #expect(try await office.reader.page(for: Office.reviewer, after: nil, limit: 10).cases.isEmpty)
    #expect(try await office.note(theirs, by: Office.reviewer).refusal == .unknownCase)
    #expect(try await office.note(UUID(), by: Office.reviewer).refusal == .unknownCase)
    let told = try await office.list(
      "select event from outbox where revision = 2 and organisation = \(Office.reviewer.organisation)",
      as: String.self
    )
    #expect(told == ["deelname-beeindigd"])
  }

  /// It must fail when the rows of the database decide for who oversees, or when a colleague of theirs, an organisation with a receipt, or one
  /// that was never in the case gets in by the same way.
  @Test("who oversees what its organisation did reads on when that has left, and nobody else does") func overseen()
    async throws
  {
    var workflow = PermitWorkflow.workflow
    workflow.roles["guardian"] = Role(label: "Guardian", access: .oversight, through: .party)
    let office = try await Office(workflow: workflow)
    func guardian(of actor: Actor) -> Actor {
      Actor(subject: "guardian", organisation: actor.organisation, roles: ["guardian"])
    }
    for actor in [Office.reviewer, Office.applicant, Office.adviser] {
      try await office.setRoles(actor.roles + ["guardian"], of: actor)
    }
    let alias = try #require(try await office.apply(applicant: Office.applicant.organisation).alias)
    let id = try await office.caseID(alias)
    let its = guardian(of: Office.reviewer)
    #expect(try await office.view(id, for: its)?.visibility.seesAll == true)
    #expect(try await office.reader.page(for: its, after: nil, limit: 10).cases.count == 1)
    // A row of lists for whoever may have the role, whatever the directory says: of the clerk's organisation too, and of no receipt.
    #expect(try await office.count("select count(*) from case_listing where 'guardian' = any (roles)") == 2)
    _ = try await office.give("dismiss", by: Office.clerk, to: .alias(alias))
    let theirs = try await office.aliasOf(id, for: its)
    #expect(try await office.view(id, for: its)?.revision == 2)
    #expect(try await office.journal(id, for: its).map(\.revision) == [1, 2])
    #expect(try await office.reader.detailed(theirs, for: its) != nil)
    guard case .page(let told, _)? = try await office.reader.disclosures(of: theirs, for: its, after: 0) else {
      Issue.record("who oversees is not told who was told")
      return
    }
    #expect(told.disclosures.contains { $0.event == "deelname-beeindigd" })
    // Lists have what the organisation takes part in now.
    #expect(try await office.reader.page(for: its, after: nil, limit: 10).cases.isEmpty)
    for other in [Office.reviewer, guardian(of: Office.applicant), guardian(of: Office.adviser)] {
      #expect(try await office.view(id, for: other) == nil)
    }
    #expect(try await office.reader.view(UUID(), for: its) == nil)
    #expect(try await office.note(theirs, by: its).refusal?.code == .notEntitled)
    #expect(try await office.note(theirs, by: guardian(of: Office.adviser)).refusal == .unknownCase)
  }

  @Test(
    "who joins reads from then on, and with its history all of it",
    arguments: [("consult", 3, 2), ("initiate", 1, 1_002)]
  )
  func joined(_ command: String, _ first: Int64, _ number: Int64) async throws {
    let office = try await Office()
    let alias = try #require(try await office.apply("planted-before").alias)
    _ = try await office.note(alias)
    _ = try await office.give(
      command,
      by: Office.clerk,
      to: .alias(alias),
      fields: ["adviser": .string(Office.adviser.organisation)]
    )
    try await office.grant(alias)
    let id = try await office.caseID(alias)
    let view = try #require(try await office.view(id, for: Office.adviser))
    #expect(view.visibility.since == first)
    // The adviser is of the audience of what was granted, and of no entry before.
    #expect(try await office.journal(id, for: Office.adviser).map(\.revision) == [number])
    #expect(view.isOpen)
  }

  /// One that comes back reads what it could read the first time only if it is let in with its history.
  @Test("an organisation of the audience reads earlier entries with its history alone") func history() async throws {
    let office = try await Office()
    let alias = try #require(try await office.apply().alias)
    let id = try await office.caseID(alias)
    try await office.grant(alias)
    for revision in [Int64(4), 5] {
      _ = try await office.give(
        "invite",
        by: Office.clerk,
        to: .alias(alias),
        fields: ["adviser": .string(Office.adviser.organisation)]
      )
      #expect(try await office.view(id, for: Office.adviser)?.visibility.since == 4, "\(revision)")
    }
    #expect(try await office.journal(id, for: Office.adviser).map(\.revision) == [1, 2])
  }
}

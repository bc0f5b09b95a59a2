import CaseCore
import CaseDoor
import CaseReading
import DutchMessages
import Foundation
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// A role counts for as long as the directory gives it, whoever took part in it when.
@Suite("Roles that the directory took away") struct DirectoryRoleTests {
  @Test("who lost its role commands no more, reads no more and is told no more, until it has it again") func lost()
    async throws
  {
    let office = try await Office()
    let alias = try await office.apply().alias
    let id = try await office.caseID(alias)
    let theirs = try await office.aliasOf(id, for: Office.reviewer)
    #expect(try await office.note(theirs, by: Office.reviewer).revision == 2)
    try await office.setRoles(["other"], of: Office.reviewer)
    #expect(try await office.note(theirs, by: Office.reviewer) == .refused(.unknownCase))
    #expect(try await office.view(id, for: Office.reviewer) == nil)
    #expect(try await office.reader.page(for: Office.reviewer, after: nil, limit: 10).cases.isEmpty)
    #expect(try await office.note(alias).revision == 3)
    #expect(try await office.told(Office.reviewer, of: id) == [1, 2])
    try await office.setRoles(["reviewer"], of: Office.reviewer)
    #expect(try await office.note(theirs, by: Office.reviewer).revision == 3)
    #expect(try await office.told(Office.reviewer, of: id) == [1, 2, 4])
    #expect(try await office.verify().faults == [])
  }

  @Test("its vote is not counted, and without a holder of a role that decides nothing is decided") func vote()
    async throws
  {
    let office = try await Office()
    let alias = try await office.apply().alias
    let id = try await office.caseID(alias)
    let vote: [String: Input] = ["vote": .string("yes")]
    let theirs = try await office.aliasOf(id, for: Office.reviewer)
    _ = try await office.give("judge", by: Office.reviewer, to: .alias(theirs), fields: vote)
    try await office.setRoles(["other"], of: Office.reviewer)
    _ = try await office.give("judge", by: Office.clerk, to: .alias(alias ?? UUID()), fields: vote)
    #expect(try await office.stored(id).state == "received")
    try await office.setRoles(["reviewer"], of: Office.reviewer)
    _ = try await office.give("judge", by: Office.clerk, to: .alias(alias ?? UUID()), fields: vote)
    #expect(try await office.stored(id).state == "granted")
  }

  @Test("a part in a child goes with the role behind it") func part() async throws {
    let office = try await Office()
    let alias = try #require(try await office.apply().alias)
    let id = try await office.caseID(alias)
    try await office.assign(alias, to: Office.worker)
    #expect(try await office.view(id, for: Office.worker) != nil)
    try await office.setRoles(["other"], of: Office.worker)
    #expect(try await office.view(id, for: Office.worker) == nil)
    let theirs = try await office.aliasOf(id, for: Office.worker)
    let answer = try await office.give("finish", by: Office.worker, to: .alias(theirs), child: "task-1")
    #expect(answer == .refused(.unknownCase))
    let work = try await office.give(
      "work",
      by: Office.clerk,
      to: .alias(alias),
      child: "task-1",
      fields: ["text": .string("x")]
    )
    #expect(work.revision == 3)
    #expect(try await office.told(Office.worker, of: id) == [2])
  }
}

extension Office {
  /// The entries that an organisation was told of.
  fileprivate func told(_ actor: Actor, of id: UUID) async throws -> [Int64] {
    try await list(
      "select revision from outbox where case_id = \(id) and organisation = \(actor.organisation) order by id",
      as: Int64.self
    )
  }
}

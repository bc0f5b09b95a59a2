import CaseCore
import CaseDoor
import CaseReading
import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import TestOffice
import Testing

/// The rows by which lists find cases.
@Suite("The rows of lists") struct CaseListerTests {
  /// As the migration leaves the cases of a release that wrote no rows.
  private static func forget(_ office: Office) async throws {
    try await office.tamper(
      "delete from case_listing",
      """
      insert into case_listing (case_id, organisation, number, alias, due_at, holds_until)
      select case_id, organisation, 0, alias, '-infinity', '-infinity' from case_party
      """
    )
  }

  private static func rows(_ office: Office) async throws -> [String] {
    try await office.list("select listing::text from case_listing listing order by case_id, organisation, number")
  }

  private static func listed(_ filter: CaseFilter, in office: Office, as reader: Actor = Office.clerk) async throws
    -> Set<UUID>
  {
    Set(try await office.reader.list(filter, by: .due, for: reader, after: nil, limit: 100).cases.map(\.alias))
  }

  @Test("cases of a release that wrote none are listed rightly before they are looked into, and after") func earlier()
    async throws
  {
    let office = try await Office()
    let (one, other) = try await (office.apply().alias, office.apply().alias)
    let received = try #require(one)
    let granted = try #require(other)
    try await office.assign(received, to: Office.worker)
    try await office.grant(granted)
    let written = try await Self.rows(office)
    try await Self.forget(office)
    let unread = try await Self.rows(office)
    #expect(unread != written)
    for isRead in [false, true] {
      if isRead {
        #expect(try await office.lister.listAll() == 2)
        #expect(try await Self.rows(office) == written)
      }
      #expect(try await Self.listed(CaseFilter(state: "granted"), in: office) == [granted])
      #expect(try await Self.listed(CaseFilter(awaited: "worker"), in: office) == [received])
      #expect(try await Self.listed(CaseFilter(isOverdue: true), in: office) == [])
      #expect(try await Self.listed(CaseFilter(), in: office, as: Office.worker).count == 1)
    }
    #expect(try await office.lister.listAll() == 0)
  }

  @Test("a command on a case that was not looked into writes its rows") func command() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    try await Self.forget(office)
    _ = try await office.note(alias)
    let written = try await Self.rows(office)
    #expect(try await office.lister.listAll() == 0)
    #expect(try await Self.rows(office) == written && !written.isEmpty)
  }

  @Test("a case that cannot be read is left, named, and in the way of no other") func unreadable() async throws {
    let office = try await Office()
    let (bad, good) = try await (office.apply().alias, office.apply().alias)
    let damaged = try await office.caseID(bad)
    try await Self.forget(office)
    try await office.tamper("update case_file set snapshot = '\\x00' where id = \(damaged)")
    var failed: [UUID] = []
    #expect(try await office.lister.listAll { id, _ in failed.append(id) } == 1)
    #expect(failed == [damaged])
    let list = try await office.reader.list(
      CaseFilter(state: "granted"),
      by: .due,
      for: Office.clerk,
      after: nil,
      limit: 10
    )
    #expect(list.cases.isEmpty && list.unreadable.map(\.caseID) == [damaged])
    #expect(try await Self.listed(CaseFilter(state: "received"), in: office) == [good])
  }

  @Test("nothing of them is left of a destroyed case, nor for whoever left one") func gone() async throws {
    let office = try await Office()
    let (one, other) = try await (office.apply().alias, office.apply().alias)
    try await office.grant(one)
    _ = try await office.destroy(one)
    _ = try await office.give("dismiss", by: Office.clerk, to: .alias(try #require(other)))
    let organisations: [String] = try await office.list("select organisation from case_listing")
    #expect(organisations == [Office.clerk.organisation])
  }

  @Test("new settings, a moved version and what the clock does write them too") func others() async throws {
    let office = try await Office()
    let id = try await office.caseID(office.apply().alias)
    let before = try await Self.rows(office)
    _ = try await office.clock.advance(microseconds: 11 * 86_400_000_000)
    #expect(try await !office.door.fire([id])[0].outcome.get().isEmpty)
    let after = try await Self.rows(office)
    #expect(after != before)
    try await Self.forget(office)
    try await office.lister.listAll()
    #expect(try await Self.rows(office) == after)
  }
}

extension Office {
  var lister: CaseLister { CaseLister(pool: pool, keyring: keyring, library: library) }
}

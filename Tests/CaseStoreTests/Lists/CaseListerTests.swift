import CaseCore
import CaseDoor
import CaseReading
import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import StoreAdministration
import StoreBase
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

  @Test("since when a case is in its phase is read in its journal, where a program wrote that does not say it")
  func since()
    async throws
  {
    let office = try await Office()
    let moved = try #require(try await office.apply().alias)
    let left = try #require(try await office.apply().alias)
    let first = try await Self.days(office)
    #expect(first[moved] == [try await Self.entered(1, moved, in: office)] && first[left] == first[moved])
    try await office.writeAsFormerProgram()
    _ = try await office.clock.advance(microseconds: 2 * 86_400_000_000)
    _ = try await office.note(left)
    try await office.grant(moved)
    let new = try #require(try await office.apply().alias)
    // Nobody says what it cannot know; what did not move keeps its day.
    let second = try await Self.days(office)
    #expect(second[moved] == [] && second[new] == [] && second[left] == first[left])
    let granted = try await Self.entered(3, moved, in: office)
    let filter = CaseFilter(inPhaseSince: granted)
    #expect(try await Self.listed(filter, in: office) == [left])
    #expect(try await office.lister.listAll() == 2)
    let third = try await Self.days(office)
    #expect(third[moved] == [granted] && third[new] == [granted] && third[left] == first[left])
    #expect(try await Self.listed(filter, in: office) == [moved, left, new])
    #expect(try await office.lister.listAll() == 0)
    #expect(try await office.verify().faults == [])
  }

  @Test("a former program whose command waits while the schema changes begins a case with its day") func waiting()
    async throws
  {
    let office = try await Office()
    _ = try await office.apply()
    // What it called before the change goes on after it as it began, and does not know of the column.
    try await office.tamper(
      """
      insert into case_file
        (id, workflow, version, region, state, revision, head, seal, snapshot, opened_at, changed_at, settings_revision)
      select gen_random_uuid(), workflow, version, region, state, revision, head, seal, snapshot, opened_at, changed_at,
        settings_revision from case_file
      """
    )
    let days: [String] = try await office.list("select coalesce(state_since::text, 'unknown') from case_file")
    #expect(days.count == 2 && Set(days).count == 1)
  }

  @Test("however many are left, a batch looks at no more than it takes") func plan() async throws {
    let office = try await Office()
    try await office.tamper(
      "insert into undated_case (case_id) select gen_random_uuid() from generate_series(1, 20000)",
      "analyze undated_case"
    )
    for mode in ["force_custom_plan", "force_generic_plan"] {
      let plan = try await office.pool.withConnection { connection in
        try connection.execute(
          script: "set plan_cache_mode = \(mode); prepare look (uuid[], bigint) as \(CaseLister.unread.sql)"
        )
        let lines = try connection.query("explain execute look ('{}', 100)").map { try $0[0, as: String.self] }
        try connection.execute(script: "deallocate look; reset plan_cache_mode")
        return lines.joined(separator: "\n")
      }
      #expect(plan.contains("Index Only Scan using undated_case_pkey") && !plan.contains("Seq Scan"), "\(plan)")
    }
  }

  /// The days since when the clerk's cases are in their phases: none, or one.
  private static func days(_ office: Office) async throws -> [UUID: [CivilDate]] {
    let cases = try await office.reader.list(CaseFilter(), by: .phase, for: Office.clerk, after: nil, limit: 100).cases
    return Dictionary(uniqueKeysWithValues: cases.map { ($0.alias, [$0.phaseStart].compactMap(\.self)) })
  }

  /// The day of an entry.
  private static func entered(_ revision: Int64, _ alias: UUID, in office: Office) async throws -> CivilDate {
    let entry = try await office.journal(of: office.caseID(alias)).first { $0.revision == revision }
    return Amsterdam.date(at: try #require(entry).recordedAt)
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

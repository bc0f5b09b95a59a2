import CaseCore
import CaseReading
import Foundation
import Postgres
import TestOffice
import Testing

/// What a page takes does not grow with the number of cases: PostgreSQL counts the rows that it reads.
@Suite("The cost of a page") struct CaseListCostTests {
  private static let cases = 20_000

  /// Rows of cases that are due later than any real one, and in another state.
  private static func fill(_ office: Office, with organisation: String) async throws {
    try await office.tamper(
      """
      insert into case_file
        (id, workflow, version, region, state, revision, head, seal, snapshot, opened_at, changed_at, settings_revision)
      select gen_random_uuid(), 'permit', '1.0.0', 'oost', 'granted', 1, sha256(''), sha256(''), '\\x00', now(), now(), 0
      from generate_series(1, \(Int64(cases)))
      """,
      """
      insert into case_party (case_id, organisation, alias)
      select id, \(organisation), gen_random_uuid() from case_file where snapshot = '\\x00'
      """,
      """
      insert into case_listing (case_id, organisation, number, alias, due_at, roles, awaited, holds_until)
      select case_id, organisation, 0, alias, now() + '1 year', '{clerk}', '{clerk}', 'infinity'
      from case_party join case_file on id = case_id where snapshot = '\\x00'
      """
    )
  }

  /// How many rows and index entries were read by now.
  private static func read(_ office: Office) async throws -> Int {
    // The office has one connection, which tells what it counted at its next commit.
    _ = try await office.read("select 1 from pg_stat_force_next_flush()", as: Int.self)
    return try await office.count(
      """
      select ((select sum(seq_tup_read) from pg_stat_user_tables where relname in ('case_listing', 'case_party', 'case_file'))
        + (select sum(idx_tup_read) from pg_stat_user_indexes
            where relname in ('case_listing', 'case_party', 'case_file')))::bigint
      """
    )
  }

  @Test(
    "with many cases, of others and of one's own, it reads what it looks at",
    arguments: [Office.reviewer, Office.clerk],
    [true, false]
  )
  func bounded(owner: Actor, isAnalysed: Bool) async throws {
    let office = try await Office(connections: 1)
    for _ in 0..<5 { _ = try await office.apply() }
    try await Self.fill(office, with: owner.organisation)
    if isAnalysed { try await office.tamper("analyze") }
    for order in CaseOrder.allCases where [.due, .phase].contains(order) || owner == Office.reviewer {
      let before = try await Self.read(office)
      let filter = CaseFilter(workflow: "permit", state: "received")
      let list = try await office.reader.list(filter, by: order, for: Office.clerk, after: nil, limit: 3)
      #expect(list.cases.count == 3)
      // One round trip reads 500 rows, and what belongs to each of them.
      let rows = try await Self.read(office) - before
      #expect(rows < 3_000, "\(order): \(rows)")
    }
  }

  @Test("a command reads its own rows, however many of the others are due at its moment", arguments: [true, false])
  func written(isAnalysed: Bool) async throws {
    let office = try await Office(connections: 1)
    let alias = try #require(try await office.apply().alias)
    try await Self.fill(office, with: Office.clerk.organisation)
    let id = try await office.caseID(alias)
    try await office.tamper(
      """
      update case_listing set due_at = own.due_at
      from (select due_at from case_listing where case_id = \(id) limit 1) own where right(alias::text, 1) < '8'
      """,
      "update case_listing set due_at = due_at + random() * interval '1 year' where right(alias::text, 1) >= '8'"
    )
    if isAnalysed { try await office.tamper("analyze") }
    let before = try await Self.read(office)
    _ = try await office.note(alias)
    let rows = try await Self.read(office) - before
    #expect(rows < 100, "\(rows)")
  }

  @Test("deadlines are found without opening the cases that have none that is asked for", arguments: [true, false])
  func deadlines(isAnalysed: Bool) async throws {
    let office = try await Office(connections: 1)
    var aliases: Set<UUID> = []
    for _ in 0..<5 { aliases.insert(try #require(try await office.apply().alias)) }
    // Those that are filled in cannot be read: to open one would show.
    try await Self.fill(office, with: Office.clerk.organisation)
    try await office.tamper("update case_listing set due_at = 'infinity' where holds_until = 'infinity'")
    if isAnalysed { try await office.tamper("analyze") }
    var found: Set<UUID> = []
    var (next, pages): (UUID?, Int) = (nil, 0)
    repeat {
      let page = try await office.reader.deadlines(for: Office.clerk, after: next, enough: 100, limit: 2_000)
      found.formUnion(page.deadlines.map(\.alias))
      #expect(page.unreadable.isEmpty)
      (next, pages) = (page.next, pages + 1)
    } while next != nil
    #expect(found == aliases && pages == 3)
  }

  /// The database does not show the reader those; they are looked at all the same, or the list would seem to end at them.
  @Test("a list goes on behind the cases that the organisation has left") func left() async throws {
    let office = try await Office(connections: 1)
    let alias = try #require(try await office.apply().alias)
    try await office.tamper(
      """
      insert into case_file
        (id, workflow, version, region, state, revision, head, seal, snapshot, opened_at, changed_at, settings_revision)
      select gen_random_uuid(), 'permit', '1.0.0', 'oost', 'granted', 1, sha256(''), sha256(''), '\\x00', now(), now(), 0
      from generate_series(1, 600)
      """,
      """
      insert into case_party (case_id, organisation, alias)
      select id, \(Office.clerk.organisation),
        ('00000000-0000-4000-8000-' || lpad(row_number() over ()::text, 12, '0'))::uuid
      from case_file where snapshot = '\\x00'
      """
    )
    let list = try await office.reader.list(CaseFilter(), by: .id, for: Office.clerk, after: nil, limit: 3)
    #expect(list.cases.map(\.alias) == [alias] && list.next == nil)
  }

  @Test("one that asks for what there is little of ends after so many rows, and goes on from there") func seldom()
    async throws
  {
    let office = try await Office(connections: 1)
    try await Self.fill(office, with: Office.clerk.organisation)
    let alias = try #require(try await office.apply().alias)
    let before = try await Self.read(office)
    let filter = CaseFilter(state: "received")
    let first = try await office.reader.list(filter, by: .dueLast, for: Office.clerk, after: nil, limit: 3)
    #expect(first.cases.isEmpty && first.next != nil)
    #expect(try await Self.read(office) - before < 60_000)
    var found: [UUID] = []
    var next = first.next
    var pages = 1
    while let place = next {
      let page = try await office.reader.list(filter, by: .dueLast, for: Office.clerk, after: place, limit: 3)
      found += page.cases.map(\.alias)
      next = page.next
      pages += 1
    }
    #expect(found == [alias] && pages == 3)
  }
}

import CaseCore
import CaseReading
import DeadlineAdministration
import Foundation
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// What is kept beside the journals and could be changed there: each damage is done as a superuser can, to the second of three
/// cases with two entries each.
@Suite("Verifying what is kept beside the journal") struct BesideJournalTests {
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kinds: [JournalFault.Kind]
    let statements: [@Sendable (UUID) -> Statement]

    init(_ description: String, _ kinds: JournalFault.Kind..., by statements: (@Sendable (UUID) -> Statement)...) {
      testDescription = description
      self.kinds = kinds
      self.statements = statements
    }
  }

  static let damages = [
    Damage("a timer deleted", .timers) { "delete from timer where case_id = \($0) and number = 1" },
    Damage("a timer put off", .timers) { "update timer set at = at + interval '47 days' where case_id = \($0)" },
    Damage("a timer settled", .timers) {
      "update timer set outcome = 'ended', settled_at = now() where case_id = \($0) and number = 1 and outcome is null"
    },
    Damage("a timer added", .timers) {
      "insert into timer (case_id, deadline, generation, number, at) values (\($0), 'keep', 1, 0, now())"
    },
    Damage("an event deleted", .outbox) { "delete from outbox where case_id = \($0) and revision = 2" },
    Damage("an event for another", .outbox) {
      """
      update outbox set organisation = \(Office.adviser.organisation)
      where id = (select min(id) from outbox where case_id = \($0))
      """
    },
    Damage("an event of another type", .outbox) {
      "update outbox set event = 'x' where case_id = \($0) and revision = 2"
    },
    Damage("an event with another subject", .outbox) {
      "update outbox set subject = gen_random_uuid() where case_id = \($0) and revision = 2"
    },
    Damage("an event at another time", .outbox) {
      "update outbox set recorded_at = now() where case_id = \($0) and revision = 1"
    },
    Damage("an event of no entry", .outbox) {
      """
      insert into outbox (organisation, case_id, revision, subject, event, ground, recorded_at)
      select organisation, case_id, 9, subject, event, ground, recorded_at from outbox where case_id = \($0) limit 1
      """
    },
    Damage("an organisation without its id", .parties) {
      "delete from case_party where case_id = \($0) and organisation = \(Office.reviewer.organisation)"
    },
    Damage("an organisation with another id", .parties) {
      """
      update case_party set alias = gen_random_uuid()
      where case_id = \($0) and organisation = \(Office.reviewer.organisation)
      """
    },
    Damage("an organisation that takes no part", .parties) {
      "insert into case_party values (\(Office.adviser.organisation), gen_random_uuid(), \($0))"
    },
    Damage("counted by other settings", .deadlineSettings) {
      "update case_file set settings_revision = 3 where id = \($0)"
    },
    Damage(
      "taken away but for its events and timers",
      .orphaned,
      by: { "delete from keyring.case_key where case_id = \($0)" },
      { "delete from case_party where case_id = \($0)" },
      { "delete from journal where case_id = \($0)" },
      { "delete from case_file where id = \($0)" }
    ),
  ]

  @Test("each damage is found", arguments: damages) func damage(_ damage: Damage) async throws {
    let (office, ids) = try await Self.office()
    #expect(try await office.verify().faults == [])
    for statement in damage.statements { try await office.tamper(statement(ids[1])) }
    let faults = try await office.verify().faults
    #expect(faults.map(\.kind) == damage.kinds && faults.allSatisfy { $0.caseID == ids[1] }, "\(faults)")
  }

  @Test("two ids exchanged are found in both cases, and no command is recorded in the wrong one") func exchanged()
    async throws
  {
    let (office, ids) = try await Self.office()
    let aliases = try await [office.aliasOf(ids[0], for: Office.clerk), office.aliasOf(ids[1], for: Office.clerk)]
    try await office.tamper(
      "delete from case_party where organisation = \(Office.clerk.organisation) and case_id = any (\(Array(ids.prefix(2))))",
      """
      insert into case_party (organisation, alias, case_id) values
        (\(Office.clerk.organisation), \(aliases[0]), \(ids[1])), (\(Office.clerk.organisation), \(aliases[1]), \(ids[0]))
      """
    )
    for alias in aliases {
      await #expect(throws: StoreError.self) { _ = try await office.note(alias) }
      await #expect(throws: StoreError.self) { _ = try await office.reader.view(alias, for: Office.clerk) }
    }
    #expect(try await office.count("select count(*) from journal") == 6)
    let faults = try await office.verify().faults
    #expect(Set(faults.map(\.caseID)) == Set(ids.prefix(2)) && Set(faults.map(\.kind)) == [.parties])
  }

  @Test("a case whose row says that it is counted already is counted all the same") func counted() async throws {
    let (office, ids) = try await Self.office()
    try await office.tamper("update case_file set settings_revision = 3 where id = \(ids[1])")
    #expect(try await office.note(office.aliasOf(ids[1], for: Office.clerk)).revision == 3)
    #expect(try await office.count("select settings_revision from case_file where id = \(ids[1])") == 0)
    #expect(try await office.verify().faults == [])
  }

  /// Settings shorten its term; somebody writes that it has been counted by them.
  @Test("a case that is behind the settings and says that it is not, is counted and shown by them") func behind()
    async throws
  {
    let both = try await Administrators()
    let office = both.office
    let alias = try #require(try await office.apply().alias)
    let number = try await both.propose(Administrators.stalled(5))
    let plan = try await both.settingsService.plan(number, for: Administrators.second).digest
    _ = try await both.settingsService.approve(number, plan: plan, by: Administrators.second)
    let id = try await office.caseID(alias)
    try await office.tamper("update case_file set settings_revision = 1 where id = \(id)")
    let seen = try #require(try await office.reader.view(alias, for: Office.clerk)).instance
    #expect(try await office.note(alias).revision == 3)
    for instance in [seen, try await office.stored(id)] {
      let running = try #require(instance.root.deadlines["stalled"])
      #expect(running.dueAt == Amsterdam.startOfDay(Amsterdam.date(at: running.startedAt).adding(days: 6)))
    }
    #expect(try await office.verify().faults == [])
  }

  @Test("entries of an earlier release, which do not say who was told, are sound") func earlier() async throws {
    let (office, ids) = try await Self.office()
    try await office.tamper("update journal set events_hash = null where case_id = \(ids[1])")
    // Without their digest their hash is another: so nobody can take it away unseen.
    #expect(Set(try await office.verify().faults.map(\.kind)) == [.changed])
    try await office.rebuild(ids[1], sealed: true) { rows in
      for index in rows.indices { rows[index].eventsHash = nil }
    }
    #expect(try await office.verify().faults == [])
    try await office.tamper("update outbox set ground = 'x' where case_id = \(ids[1])")
    #expect(try await office.verify().faults.map(\.kind) == [.outbox])
  }

  @Test("a key that is missing is named, for the cases that it wraps") func missingKey() async throws {
    func secret(_ byte: UInt8) -> String { Data((0..<32).map { byte &+ $0 }).base64EncodedString() }
    let fresh = try await Office()
    let older = "secret \(secret(1))\nkey first \(secret(2))\n"
    let before = try Office(fresh.configuration, keyring: Keyring(text: older))
    let id = try await before.caseID(before.apply().alias)
    let newer = try Keyring(text: older + "key second \(secret(3))\n")
    _ = try await Office(fresh.configuration, keyring: newer).apply()
    let without = try Keyring(text: "secret \(secret(1))\nkey second \(secret(3))\n")
    let faults = try await JournalVerifier(fresh.pool, keyring: without).verify().faults
    #expect(faults.map(\.caseID) == [id] && faults.map(\.kind) == [.keyMissing])
    #expect(faults.first?.description.contains("the key first is missing") == true)
    #expect(try await without.missingKeys(in: fresh.pool) == ["first"])
    #expect(try await newer.missingKeys(in: fresh.pool) == [])
    // One that was made again under the name of another opens nothing.
    let again = try Keyring(text: "secret \(secret(1))\nkey first \(secret(4))\nkey second \(secret(3))\n")
    #expect(try await again.missingKeys(in: fresh.pool) == [])
    await #expect(throws: StoreError.self) { try await again.requireOwn(in: fresh.pool) }
    for keyring in [newer, without] { try await keyring.requireOwn(in: fresh.pool) }
    // The same keys with another secret seal otherwise.
    try await OrganisationStore(fresh.pool, keyring: newer).register(
      Organisation(number: "00000099000000000077", name: "Een", region: "oost", roles: ["clerk"]),
      queue: "q.77"
    )
    try await newer.requireOwn(in: fresh.pool)
    let other = try Keyring(text: "secret \(secret(5))\nkey first \(secret(2))\nkey second \(secret(3))\n")
    let entries = try await fresh.pool.withConnection { connection in
      try connection.query("select count(*) from directory_journal").first?[0, as: Int64.self]
    }
    #expect(entries ?? 0 > 0, "nothing is sealed")
    await #expect(throws: StoreError.self) { try await other.requireOwn(in: fresh.pool) }
    await #expect(throws: StoreError.self) {
      try await OrganisationStore(fresh.pool, keyring: other).register(
        Organisation(number: "00000099000000000078", name: "Twee", region: "oost", roles: ["clerk"]),
        queue: "q.78"
      )
    }
    #expect(try await OrganisationStore(fresh.pool).find("00000099000000000078") == nil)
  }

  @Test("every entry is read once, however many groups of cases there are") func readsOnce() async throws {
    let office = try await Office(connections: 1)
    for _ in 0..<12 { _ = try await office.apply() }
    // Entries made of nothing: what is counted is how much is read.
    try await office.tamper(
      """
      insert into journal
      select gen.id, n, now(), 'command', 'x', null, null, 'x', 'x', 'x', 'x', 'x', '{}'::text[], ''::bytea,
        sha256(''), sha256('')
      from (select gen_random_uuid() as id from generate_series(1, 900)) as gen, generate_series(1, 5) as n
      """
    )
    let before = try await Self.rowsRead(office)
    let report = try await office.verify()
    #expect(report.cases == 912)
    #expect(try await Self.rowsRead(office) - before <= 2 * report.entries, "of \(report.entries) entries")
  }

  /// How many rows, or entries of an index, of the journal were read so far.
  private static func rowsRead(_ office: Office) async throws -> Int {
    try await office.tamper("select pg_stat_force_next_flush()")
    return try await office.count(
      """
      select (seq_tup_read + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'journal'))::bigint
      from pg_stat_user_tables where relname = 'journal'
      """
    )
  }

  private static func office() async throws -> (Office, [UUID]) {
    let office = try await Office()
    var ids: [UUID] = []
    for _ in 0..<3 {
      let alias = try await office.apply().alias
      _ = try await office.note(alias)
      ids.append(try await office.caseID(alias))
    }
    return (office, ids)
  }
}

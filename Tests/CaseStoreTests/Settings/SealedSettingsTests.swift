import CaseCore
import DeadlineAdministration
import Foundation
import OrderedCollections
import Postgres
import StoreAdministration
import StoreSchema
import TestOffice
import Testing

@testable import SettingsStore
@testable import StoreBase

/// What whoever has the database alone can do to the settings: damage them, and be found.
@Suite("The sealed journal of settings") struct SealedSettingsTests {
  /// Another process with the same keyring, that knows nothing yet.
  private func colleague(of both: Administrators) throws -> SettingsService {
    let office = try Office(both.office.configuration, keyring: both.office.keyring)
    return SettingsService(pool: office.pool, keyring: office.keyring, door: office.door)
  }

  private func rows(_ both: Administrators) async throws -> [LedgerRow] {
    try await both.office.pool.withConnection { try SettingsJournal.rows(on: $0).rows }
  }

  /// Flips a byte in the middle of what is encrypted in an entry.
  private func damage(_ number: Int64, of both: Administrators) async throws {
    try await both.office.tamper(
      "update settings_journal set content = set_byte(content, 20, get_byte(content, 20) # 1) where number = \(number)"
    )
  }

  private func isCorrupt(_ body: () async throws -> Void) async throws -> Bool {
    do { try await body() } catch StoreError.corrupt { return true }
    return false
  }

  @Test("a withdrawn proposal that was made approved, with its chain rebuilt, moves no term") func forged() async throws
  {
    let both = try await Administrators()
    let alias = try await both.office.apply().alias
    let before = try await both.office.stored(both.office.caseID(alias)).root.deadlines
    let number = try await both.propose(Administrators.stalled(2))
    _ = try await both.settingsService.withdraw(number, by: Administrators.first)
    var last = try #require(try await rows(both).last)
    (last.kind, last.plan) = ("approved", Data(repeating: 7, count: 32))
    last.hash = last.computedHash
    try await both.office.tamper(
      "update settings_journal set kind = 'approved', plan = \(last.plan), hash = \(last.hash) where number = 2",
      "update settings_seal set head = \(last.hash), revision = 1",
      "update directory_revision set settings_revision = 1"
    )
    #expect(try await isCorrupt { _ = try await both.office.note(alias) })
    #expect(try await isCorrupt { _ = try await both.settingsService.bringUp() })
    #expect(try await both.office.stored(both.office.caseID(alias)).root.deadlines == before)
    #expect(try await both.settingsService.inspect().fault != nil && !both.settingsService.health.isWell)
    let report = try await both.office.verify()
    #expect(!report.isSound && report.settingsFault != nil)
  }

  @Test("a revision that nobody approved holds for nothing") func revision() async throws {
    let both = try await Administrators()
    let alias = try await both.office.apply().alias
    try await both.carryOut(both.propose(Administrators.stalled(5)))
    for revision in [0, 2] {
      try await both.office.tamper("update directory_revision set settings_revision = \(revision)")
      let other = try colleague(of: both)
      #expect(try await isCorrupt { _ = try await other.standing(for: Administrators.first) })
      #expect(!other.health.isWell)
      // Nor in a process that knows the settings that hold, and those of before.
      #expect(try await isCorrupt { _ = try await both.office.note(alias) })
      #expect(try await both.office.verify().settingsFault != nil)
    }
    try await both.office.tamper("update directory_revision set settings_revision = 1")
    #expect(try await both.office.note(alias).revision != nil)
  }

  @Test("a damaged proposal stops itself: others go on, and so do commands") func proposal() async throws {
    let both = try await Administrators()
    let (broken, other) = (
      try await both.propose(Administrators.stalled(5)), try await both.propose(Administrators.stalled(6))
    )
    try await damage(broken, of: both)
    let settingsService = try colleague(of: both)
    let standing = try await settingsService.standing(for: Administrators.second)
    #expect(standing.damaged == [broken] && standing.proposals.map(\.number) == [other])
    #expect(
      try await both.refusal { _ = try await settingsService.plan(broken, for: Administrators.second) }
        == .damaged(broken)
    )
    #expect(settingsService.health.finding.damaged == [broken] && settingsService.health.isWell)
    try await both.carryOut(other)
    #expect(try await both.office.apply().revision == 1)
    let report = try await both.office.verify()
    #expect(report.settingsFaults == [broken] && report.settingsFault == nil)
  }

  @Test("a damaged withdrawal leaves its proposal stopped, and no other") func withdrawal() async throws {
    let both = try await Administrators()
    let (first, second) = (
      try await both.propose(Administrators.stalled(5)), try await both.propose(Administrators.stalled(6))
    )
    _ = try await both.settingsService.withdraw(second, by: Administrators.first)
    try await damage(3, of: both)
    #expect(try await both.settingsService.standing(for: Administrators.first).damaged == [second])
    // When its columns are in doubt too, it may have been about either. A hash that fits says nothing: anyone can make one.
    var last = try #require(try await rows(both).last)
    last.proposal = first
    try await both.office.tamper(
      "update settings_journal set proposal = \(first), hash = \(last.computedHash) where number = 3"
    )
    #expect(try await both.settingsService.standing(for: Administrators.first).damaged == [first, second, 3])
  }

  @Test("damage in what holds: not ready, with the reason", arguments: [Int64(1), 2]) func holding(number: Int64)
    async throws
  {
    let both = try await Administrators()
    try await both.carryOut(both.propose(Administrators.stalled(5)))
    _ = try await both.propose(Administrators.stalled(6))
    try await damage(number, of: both)
    let settingsService = try colleague(of: both)
    let finding = try await settingsService.inspect()
    #expect(
      finding.damaged == [number] && finding.fault?.contains("\(number)") == true && !settingsService.health.isWell
    )
    #expect(try await both.office.verify().settingsFaults == [number])
    #expect(try await isCorrupt { _ = try await settingsService.standing(for: Administrators.first) })
  }

  @Test("entries that were taken away, or added by hand, are found") func cutOff() async throws {
    let both = try await Administrators()
    try await both.carryOut(both.propose(Administrators.stalled(5)))
    let open = try await both.propose(Administrators.stalled(6))
    try await both.office.tamper("delete from settings_journal where number = \(open)")
    #expect(try await both.office.verify().settingsFaults == [open])
    #expect(try await both.settingsService.standing(for: Administrators.first).damaged == [open])
    try await both.office.tamper("delete from settings_seal")
    #expect(try await both.office.verify().settingsFault?.contains("not sealed") == true)
  }

  /// Every entry that is left is as it was written: only the seal on the head tells.
  @Test("an approval that was taken away, with the head of before it, brings no older settings back") func putBack()
    async throws
  {
    let both = try await Administrators()
    try await both.carryOut(both.propose(Administrators.stalled(5)))
    let before = try await both.office.pool.withConnection { try SettingsJournal.rows(on: $0).head }
    let head = try #require(before)
    try await both.carryOut(both.propose(Administrators.stalled(6)))
    try await both.office.tamper(
      "delete from settings_plan where number > \(head.number)",
      "delete from settings_journal where number > \(head.number)",
      "update settings_seal set number = \(head.number), head = \(head.hash), revision = \(head.revision)",
      "update directory_revision set settings_revision = \(head.revision)"
    )
    let settingsService = try colleague(of: both)
    #expect(try await isCorrupt { _ = try await settingsService.standing(for: Administrators.first) })
    #expect(try await both.office.verify().settingsFault?.contains("not ours") == true)
  }

  /// Writes an entry as a later release would, with more in it than this one knows.
  private func extend(_ number: Int64, of both: Administrators) async throws {
    let keyring = both.office.keyring
    var row = try #require(try await rows(both).first { $0.number == number })
    let plain = try AuthenticatedCipher.open(row.content, key: keyring.administration, at: row.place, "it")
    var text = String(decoding: plain, as: UTF8.self)
    #expect(text.removeFirst() == "{")
    row.content = try AuthenticatedCipher.seal(
      Data("{\"urgency\": 1, \(text)".utf8),
      key: keyring.administration,
      at: row.place
    )
    row.hash = row.computedHash
    row.seal = keyring.seal(row)
    try await both.office.tamper(
      """
      update settings_journal set content = \(row.content), hash = \(row.hash), seal = \(row.seal)
      where number = \(number)
      """
    )
  }

  @Test("what a later release set, and this one does not know, is not half of what holds: not ready, with the reason")
  func later() async throws {
    let both = try await Administrators()
    let number = try await both.propose(Administrators.stalled(5))
    try await extend(number, of: both)
    // As long as nobody has approved it, it stops itself.
    let open = try await colleague(of: both).inspect()
    #expect(open.fault == nil && open.damaged == [number])
    #expect(open.later == ["entry 1 of the settings, urgency"])
    let other = try await Administrators()
    try await other.carryOut(other.propose(Administrators.stalled(5)))
    try await extend(1, of: other)
    let settingsService = try colleague(of: other)
    #expect(
      try await settingsService.inspect().fault
        == "a later release wrote what this one does not know: entry 1 of the settings, urgency"
    )
    #expect(!settingsService.health.isWell)
  }

  @Test("what was written before there were seals is sealed once, when the schema gets them, and read as ever")
  func before() async throws {
    let both = try await Administrators()
    try await both.carryOut(both.propose(Administrators.stalled(5)))
    try await unseal(both)
    let keyring = both.office.keyring
    let migrator = Migrator(try await PostgresConnection.open(both.office.configuration))
    _ = try await migrator.migrate { keyring }
    #expect(try await both.isSound())
    let settingsService = try colleague(of: both)
    #expect(try await settingsService.deadlineSettings().settings.count == 1)
    try await both.carryOut(both.propose(Administrators.stalled(6)))
    #expect(try await both.isSound())
    // From then on the old entries cannot be changed either.
    try await both.office.tamper(
      "update settings_journal set recorded_at = recorded_at - interval '1 day' where number = 1"
    )
    #expect(try await settingsService.inspect().fault != nil)
  }

  @Test("without the keyring there is no migration that would leave settings unsealed") func noKeyring() async throws {
    let both = try await Administrators()
    _ = try await both.propose(Administrators.stalled(5))
    try await unseal(both)
    let migrator = Migrator(try await PostgresConnection.open(both.office.configuration))
    await #expect { _ = try await migrator.migrate() } throws: { error in
      if case StoreError.keyringMissing = error { true } else { false }
    }
  }

  /// Makes the journal as it was before there were seals.
  private func unseal(_ both: Administrators) async throws {
    let keyring = both.office.keyring
    var previous = JournalRow.origin
    for row in try await rows(both) {
      var old = row
      let plain = try JSONEncoder().encode(SettingsEntry(row, keyring: keyring).content)
      old.content = try AuthenticatedCipher.seal(
        plain,
        key: keyring.administration,
        at: Data("settings \(row.number)".utf8)
      )
      (old.previous, old.seal) = (previous, nil)
      old.hash = old.computedHash
      previous = old.hash
      try await both.office.tamper(
        """
        update settings_journal set content = \(old.content), previous = \(old.previous), hash = \(old.hash)
        where number = \(old.number)
        """
      )
    }
    try await both.office.tamper(
      "drop table settings_seal",
      "drop table settings_plan",
      "drop index case_file_version",
      "alter table settings_journal drop column seal",
      "delete from schema_migration where name = 'sealed settings'"
    )
    let statements = Self.undoNames
    try await both.office.pool.withConnection { connection in _ = try connection.transaction(statements) }
  }

  /// What the step `names` changed, so that it can be done again.
  private static let undoNames: [Statement] = [
    "alter table settings_journal rename to configuration_journal",
    "alter table case_file rename settings_revision to configuration",
    "alter table directory_revision rename settings_revision to configuration",
    "alter table journal rename timer to rung",
    "alter table journal rename events_hash to told",
    "alter table timer rename number to rung",
    "alter table recipient rename low_water_mark to floor",
    "alter index case_file_settings_revision rename to case_file_configuration",
    "alter index outbox_sequence rename to outbox_told",
    "alter table journal rename constraint journal_events_hash_check to journal_told_check",
    // The step replaces the only function of that name that there was.
    """
    do $$ declare newest regprocedure;
    begin
      select oid into newest from pg_proc where proname = 'write_cases' order by pronargs desc limit 1;
      execute 'drop function ' || newest;
    end $$
    """,
    "drop function find_cases",
    "drop function remove_confirmed_events",
    "create function look_at_cases() returns void language sql as ''",
    "create function remove_told_events() returns void language sql as ''",
    "delete from schema_migration where name = 'names'",
  ]
}

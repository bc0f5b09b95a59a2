import CaseCore
import CaseDoor
import CaseReading
import DeadlineTimers
import DutchMessages
import Foundation
import LocalTime
import Outbox
import Postgres
import StoreAdministration
import StoreBase
import StoreSchema
import TestOffice
import Testing

/// The running service logs in as a member of `casusregie_service`, and of nothing else.
@Suite("The service's role") struct ServiceRoleTests {
  static func offices() async throws -> (owner: Office, service: Office) {
    let owner = try await Office()
    var configuration = owner.configuration
    let name = "service_\(configuration.database)"
    try await owner.tamper(
      "create role \(unsafeRawSQL: name) login password 'service' in role casusregie_service"
    )
    configuration.user = name
    configuration.password = "service"
    return (owner, try Office(configuration, keyring: owner.keyring))
  }

  @Test("a whole case runs under it, deadlines and erasure included") func wholeCase() async throws {
    let (owner, service) = try await Self.offices()
    let alias = try await service.apply(id: "one").alias
    #expect(try await service.apply(id: "one").alias == alias)
    #expect(try await service.reader.view(alias ?? UUID(), for: Office.clerk)?.alias == alias)
    _ = try await service.note(alias, id: "two")
    #expect(try await service.note(alias, revision: 1, id: "three").refusal == .stale(current: 2))
    try await service.grant(alias)
    _ = try await service.give(
      "invite",
      by: Office.clerk,
      to: .alias(alias ?? UUID()),
      fields: ["adviser": .string(Office.adviser.organisation)]
    )
    _ = try await service.clock.advance(microseconds: 31 * 86_400_000_000)
    let due = try await service.timers.claim(limit: 10, for: .seconds(5)).due
    for timer in due {
      let fired = try await service.door.fire([timer.caseID])
      #expect(try fired.map { try $0.outcome.get().map(\.timer) } == [[0, 1]])
      try await service.timers.lapse(timer, decided: fired[0].at)
    }
    #expect(due.count == 1)
    let alarms = AlarmStore(service.pool)
    #expect(try await alarms.raise(.deadlines, hold: .zero))
    #expect(try await alarms.settle(.deadlines))
    #expect(try await service.destroy(alias).revision == 7)
    #expect(try await service.verify().erased == 1)
    let feeds = service.reader.calendarFeeds
    let secret = try #require(
      try await feeds.make(for: Office.clerk, role: "clerk") { _, secret in Data(secret.utf8) }
    )
    #expect(try await feeds.use(String(decoding: secret, as: UTF8.self))?.roles == ["clerk"])
    let made = try #require(try await feeds.all(of: Office.clerk).first)
    #expect(try await feeds.revoke(made.id, of: Office.clerk))
    let entry = [UUID(): service.reader.fingerprint(of: ["text"])]
    let changes = try await service.reader.changes(of: entry)
    #expect(try await service.reader.changes(of: entry) == changes)
    try await service.tamper("delete from receipt where recorded_at <= service_now()")
    _ = owner
  }

  @Test("it may register organisations and publish workflows") func configuration() async throws {
    let (_, service) = try await Self.offices()
    let organisation = Organisation(number: "00000099000000000009", name: "New", region: "oost", roles: ["clerk"])
    try await OrganisationStore(service.pool).register(organisation, queue: "events.new")
    try await WorkflowStore(service.pool).publish(.init(workflow: "permit", version: "2.0.0", source: "another"))
    try await ClockCheck.require(movable: true, in: service.pool)
  }

  static let forbidden: [Statement] = [
    "update journal set ground = 'other'", "delete from journal", "truncate journal", "drop table journal",
    "alter table journal disable row level security", "drop policy reader on journal",
    "create policy more on journal to casusregie_reader using (true)", "alter table journal add column more text",
    "alter table journal disable trigger all", "create table more ()",
    "create temporary table outbox (id int8); drop table public.outbox",
    "create schema more", "create function more() returns int language sql return 1",
    "create or replace function service_now() returns timestamptz language sql return '2000-01-01'::timestamptz",
    "create function keyring.more() returns int language sql return 1",
    "drop function service_now()", "alter function service_now() rename to other", "create role more",
    "alter role casusregie_service superuser",
    "update dead_letter_journal set account = ''", "delete from dead_letter_journal", "delete from dead_letter",
    "delete from acknowledgement", "update acknowledgement set organisation = '00000099000000000004'",
    "update acknowledgement set recorded_at = now()", "update submission_receipt set content = ''",
    "delete from calendar_entry", "delete from case_file", "truncate case_file", "delete from workflow_version",
    "update workflow_version set source = 'other'", "delete from timer", "delete from outbox",
    "update receipt set answer = ''", "update case_party set organisation = '00000099000000000004'",
    "insert into local_clock (singleton, ahead) values (true, '1 day')", "delete from local_clock",
    "insert into schema_migration (version, name, checksum) values (99, '', '')",
    "create rule more as on insert to journal do instead nothing",
    "create trigger more before insert on journal for each row execute function suppress_redundant_updates_trigger()",
  ]

  /// A member of the owner can become the owner, who may do anything to the journal.
  @Test("a role that can become the owner of the journal may not serve") func owner() async throws {
    let (owner, service) = try await Self.offices()
    try await ServiceRole.require(in: service.pool)
    let role = service.configuration.user
    try await owner.tamper("grant \(unsafeRawSQL: owner.configuration.user) to \(unsafeRawSQL: role)")
    let error = await #expect(throws: StoreError.self) { try await ServiceRole.require(in: service.pool) }
    guard case .roleTooStrong(role, let reason)? = error else {
      Issue.record("refused for another reason: \(String(describing: error))")
      return
    }
    #expect(reason.contains("owns the journal"))
  }

  @Test("it cannot touch what was written, nor make or change anything") func forbidden() async throws {
    let (_, service) = try await Self.offices()
    _ = try await service.apply()
    // No error, only a warning that it did nothing: what comes next shows that it is so.
    try await service.tamper("grant all on journal to casusregie_service")
    for statement in Self.forbidden {
      let connection = try await PostgresConnection.open(service.configuration)
      let error = await #expect(throws: PostgresError.self, "\(statement)") {
        try await connection.execute(script: statement.sql)
      }
      // "insufficient privilege", and not some mistake in the statement.
      #expect(error?.sqlState == "42501", "\(statement): \(error.map(String.init(reflecting:)) ?? "")")
    }
  }
}

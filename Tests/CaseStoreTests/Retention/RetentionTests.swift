import CaseCore
import CaseReading
import Foundation
import LocalTime
import Outbox
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing

@Suite("What is done with and old") struct RetentionTests {
  private static let day: Int64 = 86_400_000_000

  /// Numbers all events that wait, and says that the broker has them; except those for `silent`.
  private static func tellAll(in office: Office, except silent: Actor? = nil) async throws {
    let relay = RelayStore(office.pool)
    var held: [RelayLease] = []
    while let lease = try await relay.claim() {
      guard lease.organisation != silent?.organisation else {
        held.append(lease)
        continue
      }
      let events = try await relay.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      try await relay.release(lease, confirmed: events.last?.sequence ?? lease.confirmed)
    }
    for lease in held { try await relay.release(lease, confirmed: lease.confirmed) }
  }

  /// What the verifier says of the outbox as a whole; an office has no journal of its organisations.
  private static func outboxFaults(_ report: JournalVerifier.Report) -> [String] {
    report.directoryFaults.filter { $0.hasPrefix("recipient ") || $0.hasPrefix("the outbox") }
  }

  private static func expectSound(_ office: Office) async throws {
    let report = try await office.verify()
    #expect(report.faults == [] && outboxFaults(report) == [])
  }

  /// Cases with events for two organisations, and with timers of which one of each case has ended.
  private static func office(cases: Int) async throws -> Office {
    let office = try await Office()
    for _ in 0..<cases {
      let alias = try await office.apply().alias
      _ = try await office.note(alias)
      try await office.grant(alias)
    }
    return office
  }

  @Test("an acknowledgement and a receipt go when they are old; what was not acknowledged stays, however old")
  func acknowledgements() async throws {
    let office = try await Office()
    let organisation = Office.clerk.organisation
    for age in ["400 days", "300 days"] {
      try await office.tamper(
        """
        insert into acknowledgement (event_id, organisation, subject, revision, event, recorded_at, told_at, acknowledged_at)
        select gen_random_uuid(), \(organisation), gen_random_uuid(), 1, 'x', service_now() - interval '500 days', service_now(),
          case when number = 1 then service_now() - \(age)::text::interval end
        from generate_series(1, 2) number
        """
      )
      try await office.tamper(
        """
        insert into submission_receipt (id, organisation, role, content, recorded_at)
        values (gen_random_uuid(), \(organisation), 'clerk', '', service_now() - \(age)::text::interval)
        """
      )
    }
    let store = RetentionStore(office.pool, batch: 1)
    #expect(try await store.removeAcknowledgementsAndReceipts(olderThan: 365) == 2)
    #expect(try await store.removeAcknowledgementsAndReceipts(olderThan: 365) == 0)
    let left = try await office.pool.withConnection { connection in
      try connection.query("select count(*) from acknowledgement where acknowledged_at is null")[0][0, as: Int64.self]
    }
    #expect(left == 2)
  }

  @Test("what was answered to a question goes a day after it was told, and its event stays") func answers() async throws
  {
    let office = try await Self.office(cases: 1)
    let organisation = Office.clerk.organisation
    try await office.tamper(
      """
      insert into outbox (organisation, event, causation, content, recorded_at)
      select \(organisation), 'vraag.beantwoord', gen_random_uuid(), 'x', service_now() from generate_series(1, 5)
      """
    )
    let store = RetentionStore(office.pool, batch: 2)
    _ = try await office.clock.advance(microseconds: 2 * Self.day)
    // They wait for the recipient.
    #expect(try await store.emptyAnswers() == 0)
    try await Self.tellAll(in: office)
    let events = try await office.count("select count(*) from outbox")
    #expect(try await store.emptyAnswers() == 5)
    #expect(try await office.count("select count(*) from outbox where content is not null") == 0)
    #expect(try await office.count("select count(*) from outbox") == events)
    try await Self.expectSound(office)
  }

  @Test(
    "what was answered to one that was removed goes too, though nobody will be told; entered again it hears that it went"
  )
  func removedPartner() async throws {
    let office = try await Self.office(cases: 1)
    let organisation = Office.clerk.organisation
    try await office.tamper(
      """
      insert into outbox (organisation, event, causation, content, recorded_at)
      values (\(organisation), 'vraag.beantwoord', gen_random_uuid(), 'x', service_now())
      """
    )
    let store = RetentionStore(office.pool)
    let organisations = OrganisationStore(office.pool, keyring: office.keyring)
    #expect(try await organisations.remove(organisation, by: "x", reason: "x"))
    #expect(try await store.emptyAnswers() == 0)
    _ = try await office.clock.advance(microseconds: 2 * Self.day)
    #expect(try await store.emptyAnswers() == 1)
    let empty = OutboxEvent(
      id: UUID(),
      sequence: 1,
      subject: nil,
      event: "vraag.beantwoord",
      recordedAt: .init(microseconds: 0),
      answer: .init(causation: UUID(), content: nil)
    )
    let source = EventSource(operatorNumber: "00000001000000000001", baseURL: "https://casusregie.example")
    let text = String(decoding: CloudEvent.json(empty, in: Epoch(name: "x", start: 1), from: source), as: UTF8.self)
    #expect(text.contains(#""type":"nl.casusregie.vervallen""#) && text.contains("causationid"))
  }

  @Test("confirmed events go when they are old, in batches; none that is still to be sent, and the numbers still count")
  func events() async throws {
    let office = try await Self.office(cases: 5)
    let all = try await office.count("select count(*) from outbox")
    try await Self.tellAll(in: office, except: Office.reviewer)
    let waiting = try await office.count("select count(*) from outbox where sequence is null")
    #expect(waiting > 0 && waiting < all)
    let store = RetentionStore(office.pool, batch: 3)
    _ = try await office.clock.advance(microseconds: 39 * Self.day)
    #expect(try await store.removeConfirmedEvents(olderThan: 40) == 0)
    _ = try await office.clock.advance(microseconds: 2 * Self.day)
    #expect(try await store.removeConfirmedEvents(olderThan: 40) == all - waiting)
    #expect(try await office.count("select count(*) from outbox where sequence is null") == waiting)
    #expect(try await office.count("select count(*) from outbox") == waiting)
    let report = try await office.verify()
    #expect(report.faults == [] && Self.outboxFaults(report) == [] && report.eventsStart > .min)
    // The next events have the next numbers.
    try await Self.tellAll(in: office)
    _ = try await office.apply()
    try await Self.tellAll(in: office)
    try await Self.expectSound(office)
  }

  @Test("an event that was taken away otherwise is missed still, and so is one whose removal nobody can have done yet")
  func otherwise() async throws {
    let office = try await Self.office(cases: 2)
    try await Self.tellAll(in: office)
    _ = try await office.clock.advance(microseconds: 41 * Self.day)
    try await RetentionStore(office.pool).removeConfirmedEvents(olderThan: 40)
    _ = try await office.apply()
    try await Self.tellAll(in: office)
    try await Self.expectSound(office)
    try await office.tamper("delete from outbox where id = (select max(id) from outbox)")
    let report = try await office.verify()
    #expect(report.faults.map(\.kind) == [.outbox] && Self.outboxFaults(report).count == 1)
    try await office.tamper("update removal set events_before = service_now() - interval '29 days'")
    #expect(try await Self.outboxFaults(office.verify()).count == 2)
    try await office.tamper("delete from removal")
    #expect(try await Self.outboxFaults(office.verify()).count == 2)
  }

  @Test("nothing goes before thirty days, whatever is asked") func fewestDays() async throws {
    let office = try await Self.office(cases: 1)
    try await Self.tellAll(in: office)
    let store = RetentionStore(office.pool)
    _ = try await office.clock.advance(microseconds: 29 * Self.day)
    #expect(try await store.removeConfirmedEvents(olderThan: 1) == 0)
    #expect(try await store.removeSettledTimers(olderThan: 0) == 0)
    _ = try await office.clock.advance(microseconds: 2 * Self.day)
    #expect(try await store.removeConfirmedEvents(olderThan: 1) > 0)
    #expect(try await store.removeSettledTimers(olderThan: 0) > 0)
  }

  @Test("settled timers go when they are old, in batches; none that waits") func timers() async throws {
    let office = try await Self.office(cases: 5)
    let (settled, waiting) = (
      try await office.count("select count(*) from timer where outcome is not null"),
      try await office.count("select count(*) from timer where outcome is null")
    )
    #expect(settled > 0 && waiting > 0)
    _ = try await office.clock.advance(microseconds: 91 * Self.day)
    #expect(try await RetentionStore(office.pool, batch: 2).removeSettledTimers(olderThan: 90) == settled)
    #expect(try await office.count("select count(*) from timer") == waiting)
    try await Self.expectSound(office)
  }

  @Test("of a destroyed case nothing is left but what docs/privacy.md lists, and in the end what it lists for good")
  func destroyed() async throws {
    let (office, page) = (try await Office(), try PrivacyPage())
    let alias = try #require(try await office.apply().alias)
    try await office.grant(alias)
    let id = try await office.caseID(alias)
    try await Self.mention(alias, of: id, in: office)
    // By the id under which each organisation knows it too.
    let ids = try await office.list("select alias from case_party where case_id = \(id)", as: UUID.self) + [id]
    let before = try await Self.tables(in: office, naming: ids)
    guard case .accepted = try await office.destroy(alias) else { throw Unexpected() }
    try await Self.tellAll(in: office)
    let after = try await Self.tables(in: office, naming: ids)
    #expect(after.subtracting(page.left.keys) == [], "left behind, and not on the page")
    // A table that nothing was in would prove nothing.
    let ofCases = try await office.list(
      """
      select distinct replace(table_schema || '.' || table_name, 'public.', '') from information_schema.columns
      where table_schema in ('public', 'keyring') and column_name in ('case_id', 'subject') and udt_name = 'uuid'
      """,
      as: String.self
    )
    #expect(ofCases.count > 8)
    #expect(Set(ofCases).subtracting(before.union(after)) == [], "has ids of cases, and this test puts none there")
    _ = try await office.clock.advance(microseconds: 41 * Self.day)
    let store = RetentionStore(office.pool)
    try await store.removeConfirmedEvents(olderThan: 40)
    try await store.removeSettledTimers(olderThan: 40)
    try await store.removeAcknowledgementsAndReceipts(olderThan: 40)
    try await ReceiptStore(office.pool).forgetOld()
    #expect(try await Self.tables(in: office, naming: ids) == page.leftForGood.intersection(before.union(after)))
    #expect(try await office.count("select count(*) from receipt") == 0)
    try await Self.expectSound(office)
  }

  /// Puts the case into the tables that a case of this workflow does not come into by itself.
  private static func mention(_ alias: UUID, of id: UUID, in office: Office) async throws {
    let (organisation, other) = (Office.clerk.organisation, Office.reviewer.organisation)
    try await office.tamper(
      """
      insert into acknowledgement (event_id, organisation, subject, revision, event, recorded_at, told_at, acknowledged_at)
      values (gen_random_uuid(), \(organisation), \(alias), 1, 'x', service_now(), service_now(), service_now())
      """,
      """
      insert into submission_receipt (id, organisation, role, content, recorded_at)
      values (\(alias), \(organisation), 'clerk', '', service_now())
      """,
      """
      insert into succession (organisation, alias, former, case_id)
      select \(organisation), alias, organisation, case_id from case_party
      where case_id = \(id) and organisation = \(other)
      """,
      "insert into undated_case (case_id) values (\(id))",
      "insert into case_name (hash, case_id) values (sha256('name'), \(id))",
      "insert into case_reference (source_case, target) values (\(id), sha256('target'))",
      "insert into identity_mark (case_id, subject, content) values (\(id), 'x', 'x')",
      "insert into identity_pair (case_id, pair) values (\(id), sha256('pair'))"
    )
  }

  /// The tables with a row in which one of these ids stands anywhere, as text or as bytes.
  private static func tables(in office: Office, naming ids: [UUID]) async throws -> Set<String> {
    let all = try await office.list(
      "select schemaname || '.' || tablename from pg_tables where schemaname in ('public', 'keyring') order by tablename",
      as: String.self
    )
    let texts = ids.map { $0.uuidString.lowercased() }
    let patterns = (texts + texts.map { $0.replacing("-", with: "") }).map { "%\($0)%" }
    var found: Set<String> = []
    for table in all {
      let rows = try await office.count(
        "select count(*) from \(unsafeRawSQL: table) as stored where stored::text like any (\(patterns))"
      )
      if rows > 0 { found.insert(table.replacing("public.", with: "")) }
    }
    return found
  }

  @Test("an address that is no longer valid goes, of whomever") func addresses() async throws {
    let office = try await Office()
    let feeds = office.reader.calendarFeeds
    _ = try await feeds.make(for: Office.clerk, role: "clerk") { _, _ in Data() }
    _ = try await office.clock.advance(microseconds: 100 * Self.day)
    _ = try await feeds.make(for: Office.reviewer, role: "reviewer") { _, _ in Data() }
    let store = RetentionStore(office.pool)
    #expect(try await store.removeExpiredAddresses() == 0)
    _ = try await office.clock.advance(microseconds: 81 * Self.day)
    #expect(try await store.removeExpiredAddresses() == 1)
    #expect(try await feeds.all(of: Office.reviewer).count == 1)
  }

  /// It fails when `TraceLink.select` looks by the case alone, and when `removeTraceLinks` has no moment.
  @Test("what events go back to in traces is found by the relay, and goes after a day") func traceLinks() async throws {
    let office = try await Self.office(cases: 2)
    let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    let relay = RelayStore(office.pool)
    let lease = try #require(try await relay.claim())
    let batch = try await relay.number(lease, confirmed: lease.confirmed, after: lease.confirmed)
    let first = try #require(batch.events.first)
    #expect(try await relay.traceparents(of: batch.events, for: lease) == [:])
    let row = try await office.pool.store { connection in
      try connection.row("select case_id, revision from outbox where event_id = \(first.id)")
    }
    let link = TraceLink(ofEntry: try row[1], in: try row[0], traceparent: traceparent)
    let other = TraceLink(ofAnswer: UUID(), to: lease.organisation, traceparent: traceparent)
    for _ in 1...2 {
      try await office.pool.store { connection in _ = try connection.transaction([TraceLink.insert([link, other])]) }
    }
    #expect(try await relay.traceparents(of: batch.events, for: lease) == [first.sequence: traceparent])
    let store = RetentionStore(office.pool, batch: 1)
    #expect(try await store.removeTraceLinks() == 0)
    try await office.tamper("update trace_link set recorded_at = recorded_at - interval '25 hours'")
    #expect(try await store.removeTraceLinks() == 2)
    #expect(try await relay.traceparents(of: batch.events, for: lease) == [:])
  }

  @Test("what somebody puts into the schema public does not run with the rights of its owner") func noOperatorOfOthers()
    async throws
  {
    let office = try await Self.office(cases: 1)
    try await Self.tellAll(in: office)
    _ = try await office.clock.advance(microseconds: 41 * Self.day)
    try await office.tamper(
      "create table seen (who text)",
      """
      create function public.other(bigint, interval) returns interval language plpgsql as
      $$ begin insert into public.seen values (current_user); return $2; end $$
      """,
      "create operator public.* (leftarg = bigint, rightarg = interval, function = public.other)"
    )
    let store = RetentionStore(office.pool)
    #expect(try await store.removeConfirmedEvents(olderThan: 40) > 0)
    #expect(try await store.removeSettledTimers(olderThan: 40) > 0)
    #expect(try await office.count("select count(*) from seen") == 0)
  }

  @Test("what was removed is noted also when nobody noted anything yet") func noted() async throws {
    let office = try await Self.office(cases: 1)
    try await Self.tellAll(in: office)
    _ = try await office.clock.advance(microseconds: 41 * Self.day)
    try await office.tamper("delete from removal")
    try await RetentionStore(office.pool).removeConfirmedEvents(olderThan: 40)
    try await Self.expectSound(office)
  }

  @Test("while one instance is at it, another leaves it alone") func twoInstances() async throws {
    let office = try await Self.office(cases: 1)
    try await Self.tellAll(in: office)
    _ = try await office.clock.advance(microseconds: 41 * Self.day)
    let other = try await PostgresConnection.open(office.configuration)
    try await other.execute(script: "begin; select remove_confirmed_events(40, 0, 1)")
    #expect(try await RetentionStore(office.pool).removeConfirmedEvents(olderThan: 40) == 0)
    try await other.execute(script: "rollback")
    #expect(try await RetentionStore(office.pool).removeConfirmedEvents(olderThan: 40) > 0)
  }

  @Test("the service's role removes what is old by these functions, and by nothing else") func role() async throws {
    let office = try await Self.office(cases: 1)
    try await Self.tellAll(in: office)
    _ = try await office.clock.advance(microseconds: 41 * Self.day)
    var configuration = office.configuration
    let name = "remover_\(configuration.database)"
    try await office.tamper("create role \(unsafeRawSQL: name) login password 'service' in role casusregie_service")
    (configuration.user, configuration.password) = (name, "service")
    let service = try Office(configuration, keyring: office.keyring)
    #expect(try await RetentionStore(service.pool).removeConfirmedEvents(olderThan: 40) > 0)
    #expect(try await RetentionStore(service.pool).removeSettledTimers(olderThan: 40) > 0)
    let events: Statement = "update removal set events_before = 'infinity'"
    await #expect(throws: (any Error).self) { try await service.tamper(events) }
  }
}

import CaseCore
import CaseDoor
import Foundation
import LocalTime
import OrderedCollections
import Outbox
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// What has to be acknowledged is held against the events that ask it; each damage is done as a superuser can, to the second of three cases.
@Suite("Verifying what has to be acknowledged") struct AcknowledgementAuditTests {
  /// A note has to be acknowledged by everyone who ever could read the case.
  static let workflow = {
    var workflow = PermitWorkflow.workflow
    let notice = Transition.Notice(
      event: "gegevens-gewijzigd",
      roles: [],
      isForEveryone: true,
      asksAcknowledgement: true
    )
    for key in workflow.machines.keys {
      for state in workflow.machines[key]?.states.keys ?? []
      where workflow.machines[key]?.states[state]?.on["note"] != nil {
        workflow.machines[key]?.states[state]?.on["note"] = [Transition(notices: [notice])]
      }
    }
    return workflow
  }()

  private static func office() async throws -> (Office, [UUID]) {
    let office = try await Office(workflow: workflow)
    var ids: [UUID] = []
    for _ in 0..<3 {
      let alias = try await office.apply().alias
      _ = try await office.note(alias)
      ids.append(try await office.caseID(alias))
    }
    return (office, ids)
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let statement: @Sendable (UUID) -> Statement

    init(_ description: String, _ statement: @escaping @Sendable (UUID) -> Statement) {
      (testDescription, self.statement) = (description, statement)
    }
  }

  static let damages = [
    Damage("a row deleted") {
      "delete from acknowledgement where event_id in (select event_id from outbox where case_id = \($0))"
    },
    Damage("of another event") {
      "update acknowledgement set event = 'x' where event_id in (select event_id from outbox where case_id = \($0))"
    },
    Damage("of another entry") {
      "update acknowledgement set revision = 1 where event_id in (select event_id from outbox where case_id = \($0))"
    },
    Damage("of another time") {
      """
      update acknowledgement set recorded_at = recorded_at - interval '1 day'
      where event_id in (select event_id from outbox where case_id = \($0))
      """
    },
    Damage("under another id") {
      "update acknowledgement set event_id = gen_random_uuid() where event_id in (select event_id from outbox where case_id = \($0))"
    },
    Damage("one that no event asks") {
      """
      insert into acknowledgement (event_id, organisation, subject, revision, event, recorded_at, told_at)
      select event_id, organisation, subject, revision, event, recorded_at, recorded_at
      from outbox where case_id = \($0) and not asks_acknowledgement limit 1
      """
    },
  ]

  @Test("each damage is found", arguments: damages) func damage(_ damage: Damage) async throws {
    let (office, ids) = try await Self.office()
    #expect(try await office.count("select count(*) from acknowledgement") >= 3)
    #expect(try await office.verify().faults == [])
    try await office.tamper(damage.statement(ids[1]))
    let faults = try await office.verify().faults
    #expect(faults.map(\.kind) == [.acknowledgements] && faults.allSatisfy { $0.caseID == ids[1] }, "\(faults)")
  }

  @Test("An event that no longer says that it has to be acknowledged is another than the entry told") func flag()
    async throws
  {
    let (office, ids) = try await Self.office()
    try await office.tamper(
      "delete from acknowledgement where event_id in (select event_id from outbox where case_id = \(ids[1]))",
      "update outbox set asks_acknowledgement = false where case_id = \(ids[1])"
    )
    let faults = try await office.verify().faults
    #expect(faults.map(\.kind) == [.outbox] && faults.first?.caseID == ids[1], "\(faults)")
  }

  @Test("A row of no case is found") func stray() async throws {
    let (office, ids) = try await Self.office()
    try await office.tamper(
      """
      insert into acknowledgement (event_id, organisation, subject, revision, event, recorded_at, told_at)
      select gen_random_uuid(), organisation, gen_random_uuid(), 1, 'x', now(), now() from outbox where case_id = \(ids[0]) limit 1
      """
    )
    let report = try await office.verify()
    #expect(report.faults == [] && report.ofAcknowledgements == 1, "\(report)")
  }

  @Test("What was acknowledged or reminded is sound; what was ended by hand is, until somebody changes by whom and why")
  func closed() async throws {
    let (office, _) = try await Self.office()
    let store = AcknowledgementStore(office.pool, keyring: office.keyring)
    let events = try await office.list(
      "select event_id from acknowledgement order by recorded_at, event_id",
      as: UUID.self
    )
    _ = try await store.remind(after: .zero)
    #expect(try await store.acknowledge(events[0], by: Office.clerk.organisation) != nil || events.count > 3)
    guard case .closed = try await store.close(events[2], by: "J. Jansen", reason: "telefonisch bevestigd") else {
      Issue.record("it was not closed")
      return
    }
    let report = try await office.verify()
    #expect(report.faults == [] && report.ofAcknowledgements == 0 && report.directory == 1, "\(report)")
    let plain = try await office.count(
      "select count(*) from acknowledgement where acknowledgement::text like '%Jansen%'"
    )
    #expect(plain == 0)
    try await office.tamper(
      "alter table acknowledgement disable trigger user",
      "update acknowledgement set account = account || '\\x00' where closed_at is not null"
    )
    #expect(try await office.verify().ofAcknowledgements == 1)
    try await office.tamper("update acknowledgement set closed_at = null, account = null")
    #expect(try await office.verify().ofAcknowledgements == 1)
    try await office.tamper("update acknowledgement set closed_at = now(), account = 'x'")
    #expect(try await office.verify().ofAcknowledgements > 1)
  }

  @Test("What was acknowledged goes after its event, and that is no fault") func removed() async throws {
    let (office, _) = try await Self.office()
    let store = AcknowledgementStore(office.pool, keyring: office.keyring)
    for row in try await office.list(
      "select event_id::text || ' ' || organisation from acknowledgement",
      as: String.self
    ) {
      let parts = row.split(separator: " ").map(String.init)
      #expect(try await store.acknowledge(#require(UUID(uuidString: parts[0])), by: parts[1]) != nil)
    }
    _ = try await office.clock.advance(microseconds: 400 * 86_400_000_000)
    let retention = RetentionStore(office.pool)
    // The events were not told yet, and stay; so do the rows.
    _ = try await retention.removeConfirmedEvents(olderThan: 365)
    #expect(try await retention.removeAcknowledgementsAndReceipts(olderThan: 365) == 0)
    #expect(try await office.verify().faults.filter { $0.kind == .acknowledgements } == [])
    let relay = RelayStore(office.pool)
    while let lease = try await relay.claim() {
      let events = try await relay.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      try await relay.release(lease, confirmed: events.last?.sequence ?? lease.confirmed)
    }
    #expect(try await retention.removeConfirmedEvents(olderThan: 365) > 0)
    #expect(try await retention.removeAcknowledgementsAndReceipts(olderThan: 365) > 0)
    #expect(try await office.count("select count(*) from acknowledgement") == 0)
    #expect(try await office.verify().faults.filter { $0.kind == .acknowledgements } == [])
  }
}

extension JournalVerifier.Report {
  /// The organisations of an office are not in the journal of the directory.
  fileprivate var ofAcknowledgements: Int { directoryFaults.filter { $0.hasPrefix("acknowledgement") }.count }
}

import CaseCore
import CaseDoor
import CaseReading
import Foundation
import LocalServices
import Outbox
import Postgres
import StoreAdministration
import StoreBase
import StoreSchema
import TestOffice
import TestServices
import Testing

/// What docs/operations/growing.md gives an operator whose journal or outbox has grown very large.
@Suite("Partitioned journal and outbox") struct PartitioningTests {
  /// It must fail when the check of the schema takes partitions for tables of their own, or `partitioning.sql` leaves out a policy or a right.
  @Test("a database is whole after it, and cases of before and after are written, read, told, guarded and verified")
  func whole() async throws {
    let (owner, service) = try await ServiceRoleTests.offices()
    let alias = try #require(try await service.apply().alias)
    let told = try await Self.told(service)
    #expect(told > 0)

    let file = URL(filePath: #filePath).appending(path: "../../../../docs/operations/partitioning.sql").standardized
    let script = try String(contentsOf: file, encoding: .utf8)
    _ = try await TestServices.postgres().psql(script, database: owner.configuration.database)
    #expect(
      try await owner.count("select count(*) from pg_class where relkind = 'p' and relname in ('journal', 'outbox')")
        == 2
    )
    try await SchemaCheck.require(in: service.pool)

    #expect(try await service.note(alias).revision == 2)
    let other = try #require(try await service.apply().alias)
    for (alias, count) in [(alias, 2), (other, 1)] {
      let journal = try await service.reader.journal(alias, for: Office.clerk, after: 0, limit: 10)
      #expect(journal?.entries.count == count)
    }
    // Ids go on from those that there were, and so do numbers.
    #expect(try await Self.told(service) > told)
    #expect(try await owner.count("select count(*) from outbox where sequence is null") == 0)
    let report = try await owner.verify()
    #expect(report.faults.isEmpty && report.entries == 3)

    // The policies are as they were: a reader that takes part in nothing is shown nothing.
    let stranger = ReaderRole.taken(for: Office.worker.organisation)
    for table in ["journal", "outbox"] {
      let shown = try await service.pool.withConnection { connection in
        try connection.withOpening(stranger) { try $0.query("select from \(unsafeRawSQL: table)").count }
      }
      #expect(shown == 0, "\(table)")
    }
  }

  /// Tells all that waits, as the relay does.
  /// - Returns: the sum of the last numbers of everybody.
  private static func told(_ office: Office) async throws -> Int {
    let relay = RelayStore(office.pool)
    while let lease = try await relay.claim() {
      let events = try await relay.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      try await relay.release(lease, confirmed: events.last?.sequence ?? lease.confirmed)
    }
    return try await office.count("select sum(confirmed_sequence)::bigint from recipient")
  }
}

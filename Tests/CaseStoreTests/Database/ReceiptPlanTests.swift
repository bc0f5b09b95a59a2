import Postgres
import TestOffice
import TestServices
import Testing

/// How PostgreSQL looks for a receipt, once a connection keeps its plan.
@Suite("The plan for receipts") struct ReceiptPlanTests {
  @Test("in a new database it uses the index") func new() async throws {
    let office = try await Office()
    #expect(try await Self.plan(office).contains("Index Scan using receipt_pkey"))
  }

  @Test("it uses the index too when the first statistics are taken") func firstStatistics() async throws {
    let office = try await Office()
    let threshold = try await office.count(
      """
      select split_part(option, '=', 2)::bigint from pg_class, unnest(reloptions) option
      where relname = 'receipt' and option like 'autovacuum_analyze_threshold=%'
      """
    )
    try await Self.fill(office, threshold + 1)
    try await office.tamper("analyze receipt")
    #expect(try await Self.plan(office).contains("Index Scan using receipt_pkey"))
  }

  @Test("with the few rows of the default threshold it would read the whole table") func tooEarly() async throws {
    let office = try await Office()
    try await Self.fill(office, 51)
    try await office.tamper("analyze receipt")
    #expect(try await Self.plan(office).contains("Seq Scan on receipt"))
  }

  private static func fill(_ office: Office, _ count: Int) async throws {
    try await office.tamper(
      """
      insert into receipt (id, digest, answer, recorded_at)
      select sha256(number::text::bytea), sha256(''), '\\x00', now() from generate_series(1, \(count)::bigint) number
      """
    )
  }

  /// As a connection has it that has asked often, so that PostgreSQL has stopped to plan each time.
  private static func plan(_ office: Office) async throws -> String {
    try await office.pool.withConnection { connection in
      try connection.execute(
        script: """
          set plan_cache_mode = force_generic_plan;
          prepare look (bytea) as select digest, answer from receipt where id = $1
          """
      )
      return try connection.query("explain execute look ('')").map { try $0[0, as: String.self] }.joined(
        separator: "\n"
      )
    }
  }
}

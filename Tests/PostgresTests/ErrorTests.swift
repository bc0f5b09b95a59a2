import Postgres
import Testing

@Suite("Errors") struct ErrorTests {
  @Test("tell names and codes, never values") func noValues() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.query("create temporary table t (name text constraint t_key unique)")
    let insert: Statement = "insert into t values (\("geheim"))"
    try await connection.query(insert)
    let error = try #require(try await PostgresError.thrown { try await connection.query(insert) })
    #expect(error.description == "constraint t_key (unique) violated in statement 0 (SQLSTATE 23505)")
    #expect(error.debugDescription.contains("insert into t values ($1)"))
    let faces = "\(error) \(String(reflecting: error)) \(insert) \(String(reflecting: insert))"
    #expect(!faces.contains("geheim"))
  }

  @Test("a server that refuses is unavailable, and the engineer reads why") func refused() async throws {
    let error = try await PostgresError.thrown { _ = try await TestDatabase.connection { $0.database = "nowhere" } }
    #expect(error?.kind == .unavailable)
    #expect(error?.description == "database unavailable")
    #expect(error?.debugDescription.contains("nowhere") == true)
  }
}

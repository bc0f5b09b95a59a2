import Foundation
import Postgres
import Testing

@Suite("Statements") struct StatementTests {
  @Test("an interpolated value becomes a parameter") func interpolation() async throws {
    let name = "'; drop table students; --"
    let statement: Statement = "select \(name) as name, \(7) + 1 as number, \(String?.none) as nothing"
    #expect(statement.sql == "select $1 as name, $2 + 1 as number, $3 as nothing")
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      let row = try #require(try connection.query(statement).first)
      #expect(try row["name"] == name)
      #expect(try row["number", as: Int.self] == 8)
      #expect(try row["nothing", as: String?.self] == nil)
    }
  }

  @Test("a transaction is one round trip") func transaction() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      try connection.query("create temporary table t (id int8 primary key)")
      let insert = PreparedQuery("insert into t values ($1)")
      let rows = try connection.transaction([insert.bind(1), insert.bind(2), "select count(*) from t"])
      #expect(rows.count == 3)
      #expect(rows[0].affected == 1)
      #expect(try rows[2][0][0] == 2)
      let results = try connection.transactions([[insert.bind(3)], [insert.bind(4), insert.bind(3)], [insert.bind(5)]])
      #expect(results.map { (try? $0.get()) != nil } == [true, false, true])
      #expect(try connection.query("select count(*) from t")[0][0] == 4)
    }
  }
}

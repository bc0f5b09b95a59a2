import Postgres
import Testing

@Suite("Prepared statements") struct PreparedCacheTests {
  static let all = PreparedQuery("select * from t")

  @Test(
    "a table that changed, a server that forgot: prepared anew",
    arguments: [
      "alter table t add column more text", "deallocate all",
    ]
  )
  func outOfDate(change: String) async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      try connection.pipeline(["create temporary table t (id int8)", "insert into t values (1)"])
      try connection.query(Self.all.bind())
      try connection.execute(script: change)
      #expect(try connection.query(Self.all.bind()).count == 1)

      try connection.execute(script: change.replacing("more", with: "still_more"))
      let insert: Statement = "insert into t (id) values (2)"
      let results = try connection.transactions([[insert], [insert, Self.all.bind()], [insert]])
      #expect(try results.map { try $0.get().count } == [1, 2, 1])
      #expect(try connection.query("select count(*) from t")[0][0] == 4)
    }
  }

  @Test("in a transaction it is done again with it") func outOfDateInTransaction() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      try connection.query("create temporary table t (id int8)")
      try connection.query(Self.all.bind())
      try connection.execute(script: "alter table t add column more text")
      var attempts = 0
      let columns = try connection.withTransaction { connection in
        attempts += 1
        return try connection.query(Self.all.bind()).columnNames
      }
      #expect(columns == ["id", "more"])
      #expect(attempts == 2)
    }
  }

  @Test("the same text with other types is another statement") func otherTypes() async throws {
    let connection = try await TestDatabase.connection()
    #expect(try await connection.query("select \(1)")[0][0] == 1)
    #expect(try await connection.query("select \("one")")[0][0] == "one")
    #expect(try await connection.query("select \(2)")[0][0] == 2)
  }
}

import Foundation
import Postgres
import Testing

@Suite("Pipelines") struct PipelineTests {
  static let insert = PreparedQuery("insert into t values ($1)")

  @Test("after a failure the rest is skipped, and the connection goes on") func failureInTheMiddle() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      try connection.query("create temporary table t (id int8 constraint t_key primary key)")
      let error = #expect(throws: PostgresError.self) {
        try connection.pipeline([Self.insert.bind(1), Self.insert.bind(2), Self.insert.bind(1), Self.insert.bind(3)])
      }
      #expect(error?.kind == .constraint(name: "t_key", .unique))
      #expect(error?.statementIndex == 2)
      #expect(error?.sqlState == "23505")
      #expect(try connection.query("select count(*) from t")[0][0] == 0)
    }
  }

  @Test("ten thousand statements with large answers do not deadlock", .timeLimit(.minutes(5)))
  func tenThousand() async throws {
    let connection = try await TestDatabase.connection()
    let rows = try await connection.run { connection in
      // The answers are larger than the questions, so the server stands still first, unless we read while we send.
      let echo = PreparedQuery("select $1, $2 || $2 || $2 || $2")
      let body = Data(repeating: 1, count: 2_000)
      return try connection.pipeline((0..<10_000).map { echo.bind($0, body) })
    }
    #expect(rows.count == 10_000)
    #expect(
      try rows.enumerated().allSatisfy { try $1[0][0, as: Int.self] == $0 && $1[0][1, as: Data.self].count == 8_000 }
    )
  }

  @Test("ten thousand different statements: the cache is bounded") func manyTexts() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      for number in 0..<2_000 { try connection.query(Statement(unsafeRawSQL: "select \(number)")) }
      let prepared = try connection.query("select count(*) from pg_prepared_statements")[0][0, as: Int.self]
      #expect(prepared <= 600)
    }
  }

  @Test("a statement that cannot be prepared is named, and can be mended") func wrongSQL() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      let error = #expect(throws: PostgresError.self) { try connection.pipeline(["select 1", "select * from later"]) }
      #expect(error?.statementIndex == 1)
      #expect(error?.kind == .server(sqlState: "42P01"))
      try connection.query("create temporary table later ()")
      try connection.pipeline(["select 1", "select * from later"])
    }
  }

  @Test("an opening goes before each round trip, and what it set ends with that") func opening() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      let name: Statement = "select current_setting('application_name')"
      let before = try connection.query(name)[0][0, as: String.self]
      try connection.withOpening("select set_config('application_name', \("opened"), true)") { connection in
        for _ in 0..<2 {
          let answers = try connection.pipeline([name, "select 1", name])
          #expect(answers.map(\.count) == [1, 1, 1])
          #expect(try connection.query(name)[0][0, as: String.self] == "opened")
        }
        let error = #expect(throws: PostgresError.self) { try connection.pipeline(["select 1", "select 1 / 0", name]) }
        #expect(error?.statementIndex == 1 && error?.sqlState == "22012")
        #expect(throws: PostgresError.self) { try connection.transaction(["select 1"]) }
        #expect(throws: PostgresError.self) { try connection.withTransaction { _ in } }
        #expect(throws: PostgresError.self) { try connection.execute(script: "select 1") }
        #expect(throws: PostgresError.self) { try connection.withOpening("select 1") { _ in } }
        #expect(try connection.query(name)[0][0, as: String.self] == "opened")
      }
      #expect(try connection.query(name)[0][0, as: String.self] == before)
      // One that fails keeps what comes after it from being done.
      try connection.query("create temporary table t (id int8)")
      let error = #expect(throws: PostgresError.self) {
        try connection.withOpening("select 1 / 0") { try $0.query(Self.insert.bind(1)) }
      }
      #expect(error?.sqlState == "22012" && error?.statementIndex == nil)
      #expect(try connection.query("select count(*) from t")[0][0] == 0)
      #expect(try connection.transaction(["select 1"]).count == 1)
    }
  }

  @Test("a wrong number of binds is an error of that statement") func wrongBinds() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      #expect(throws: PostgresError.self) { try connection.query(Self.insert.bind()) }
      var tooMany = Statement.Interpolation(literalCapacity: 0, interpolationCount: 70_000)
      for number in 0..<70_000 { tooMany.appendInterpolation(number) }
      #expect(throws: PostgresError.self) { try connection.query(Statement(stringInterpolation: tooMany)) }
      try connection.query("select 1")
    }
  }

  @Test("COPY is refused without harm to others") func copy() async throws {
    let connection = try await TestDatabase.connection()
    await #expect(throws: PostgresError.self) { try await connection.query("copy (select 1) to stdout") }
  }

  @Test("a script is one transaction") func script() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      try connection.execute(script: "create temporary table a (); create temporary table b ();")
      #expect(throws: PostgresError.self) {
        try connection.execute(script: "create temporary table c (); select * from nowhere;")
      }
      #expect(throws: PostgresError.self) { try connection.query("select * from c") }
      try connection.pipeline(["select * from a", "select * from b"])
    }
  }
}

import Postgres
import Retrying
import TestServices
import Testing

@Suite("Pool") struct PoolTests {
  private func pool(_ configuration: PoolConfiguration) async throws -> PostgresPool {
    try await PostgresPool(TestDatabase.configuration(), pool: configuration, logger: TestDatabase.logger)
  }

  @Test("never more connections than allowed, each to one caller") func limit() async throws {
    let pool = try await pool(PoolConfiguration(maximum: 3, waitTimeout: .seconds(60)))
    let inUse = Signal<[Int32: Int]>([:])
    try await withThrowingTaskGroup { group in
      for _ in 0..<60 {
        group.addTask {
          try await pool.withConnection { connection in
            let process = try connection.query("select pg_backend_pid()")[0][0, as: Int32.self]
            inUse.update { inUse in
              inUse[process, default: 0] += 1
              #expect(inUse[process] == 1)
            }
            await Task.yield()
            inUse.update { $0[process]? -= 1 }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(inUse.value.count <= 3)
    #expect(pool.statistics.open <= 3 && pool.statistics.waiting == 0)
    await pool.close()
    #expect(pool.statistics.open == 0)
  }

  @Test("who waits is served in order, within limits of number and time") func waiting() async throws {
    let pool = try await pool(PoolConfiguration(maximum: 1, waitLimit: 3, waitTimeout: .seconds(60)))
    let gate = Signal(false)
    let served = Signal<[Int]>([])
    let holder = hold(pool, until: gate)
    try await waitFor("the holder") { pool.statistics.idle == 0 && pool.statistics.open == 1 }
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<3 {
      tasks.append(Task { try await pool.withConnection { _ in served.update { $0.append(number) } } })
      try await waitFor("caller \(number) in line") { pool.statistics.waiting == number + 1 }
    }
    #expect(try await PostgresError.thrown { try await pool.withConnection { _ in } }?.kind == .poolExhausted)
    tasks[1].cancel()
    try await waitFor("the cancelled one to leave") { pool.statistics.waiting == 2 }
    #expect(try await PostgresError.thrown { try await tasks[1].value }?.kind == .cancelled)
    gate.update { $0 = true }
    try await holder.value
    try await served.wait(for: "the others") { $0 == [0, 2] }
    await pool.close()
  }

  @Test("a wait has a limit") func waitTimeout() async throws {
    let pool = try await pool(PoolConfiguration(maximum: 1, waitTimeout: .milliseconds(10)))
    try await waitFor("a connection") { pool.statistics.idle == 1 }
    let error = try await pool.withConnection { _ in
      try await PostgresError.thrown { try await pool.withConnection { _ in } }
    }
    #expect(error?.kind == .poolExhausted)
    await pool.close()
  }

  @Test("closing waits for those under way and refuses others") func close() async throws {
    let pool = try await pool(PoolConfiguration(maximum: 2))
    let gate = Signal(false)
    let isClosed = Signal(false)
    let holder = hold(pool, until: gate)
    try await waitFor("the holder") { pool.statistics.open - pool.statistics.idle == 1 }
    let closing = Task {
      await pool.close()
      isClosed.update { $0 = true }
    }
    try await waitFor("the pool to refuse") {
      try await PostgresError.thrown { try await pool.withConnection { _ in } }?.kind == .closed
    }
    #expect(!isClosed.value)
    gate.update { $0 = true }
    try await holder.value
    await closing.value
    #expect(pool.statistics.open == 0)
  }

  /// Its pauses are longer than this test may take.
  @Test("closing ends the pause before the next attempt", .timeLimit(.minutes(5))) func closeWhileAway() async throws {
    var configuration = PoolConfiguration(minimum: 1, maximum: 1)
    configuration.reopening = Backoff(first: .seconds(600), longest: .seconds(600))
    let nowhere = try PostgresConfiguration(connectionString: "postgresql://nobody@127.0.0.1:1/none")
    let pool = PostgresPool(nowhere, pool: configuration, logger: TestDatabase.logger)
    try await waitFor("the first failure") { pool.statistics.isUnavailable }
    await pool.close()
  }

  @Test("a transaction left open does not reach the next caller") func leftOpen() async throws {
    let pool = try await pool(PoolConfiguration(maximum: 1))
    try await pool.withConnection { connection in
      try connection.query("create temporary table t ()")
      try connection.execute(script: "begin; drop table t")
    }
    try await pool.withConnection { _ = try $0.query("select * from t") }
    await pool.close()
  }

  @Test("connections that the server ended are replaced unseen") func terminated() async throws {
    let pool = try await pool(PoolConfiguration(minimum: 3, maximum: 3))
    try await waitFor("three connections") { pool.statistics.idle == 3 }
    let observer = try await TestDatabase.connection()
    for _ in 0..<3 {
      let process = try await pool.withConnection { try $0.query("select pg_backend_pid()")[0][0, as: Int32.self] }
      try await observer.query("select pg_terminate_backend(\(process), 10000)")
      try await pool.withConnection { _ = try $0.transaction(["select 1"]) }
    }
    await pool.close()
  }

  private func hold(_ pool: PostgresPool, until gate: Signal<Bool>) -> Task<Void, any Error> {
    Task { try await pool.withConnection { _ in _ = try await gate.wait(for: "the gate") { $0 } } }
  }
}

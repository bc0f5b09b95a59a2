import Foundation
import LocalServices
import Outbox
import Postgres
import TestServices
import Testing

@Suite("The low_water_mark", .timeLimit(.minutes(5)))
struct LowWaterMarkTests {
  @Test("It waits for a transaction that took a low id and commits late")
  func lateCommit() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      let early = try await outbox.open()
      let slow = try await outbox.open()
      try await early.insert(organisation)
      try await slow.insert(organisation)
      try await outbox.tell(organisation)

      let lease = try #require(try await store.claim())
      #expect(try await store.tellAll(lease, from: 0) == 1)
      try await early.commit()
      #expect(try await store.tellAll(lease, from: 1) == 2)
      #expect(try await outbox.lowWaterMark() == 0)
      try await slow.commit()
      #expect(try await store.tellAll(lease, from: 2) == 3)
      try await waitForLowWaterMark(3, outbox, store, lease)
      #expect(try await outbox.number("select count(*) from outbox where sequence is null") == 0)
    }
  }

  @Test("A transaction that runs beyond the bound of the snapshot in which its rival is seen holds the low_water_mark")
  func beyondTheSnapshot() async throws {
    // Transaction numbers count for a whole server, so this one is nobody else's.
    try await Outbox.alone { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      try await outbox.tell(organisation)
      let lease = try #require(try await store.claim())
      #expect(try await store.tellAll(lease, from: 0) == 1)

      // Transaction numbers in the order fast, middle, slow; ids in the order slow, fast. When fast has ended, and no
      // other after it, a snapshot's bound is the number of middle.
      let fast = try await outbox.open()
      try await fast.run("create temp table t (i int)")
      let middle = try await outbox.open()
      try await middle.run("create temp table t (i int)")
      let slow = try await outbox.open()
      try await slow.insert(organisation)
      try await fast.insert(organisation)
      try await fast.commit()

      #expect(try await store.number(lease, confirmed: 1, after: 1).events.map(\.sequence) == [2])
      try await middle.commit()
      _ = try await store.number(lease, confirmed: 2, after: 2)
      #expect(try await outbox.lowWaterMark() == 1)
      try await slow.commit()
      #expect(try await store.number(lease, confirmed: 2, after: 2).events.map(\.sequence) == [3])
    }
  }

  @Test("It rises while somebody holds a snapshot open")
  func heldSnapshot() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      let reader = try await outbox.open("begin isolation level repeatable read")
      try await reader.run("select count(*) from outbox")
      try await outbox.tell(organisation, count: 2_000)
      let lease = try #require(try await store.claim())
      #expect(try await store.tellAll(lease, from: 0) == 2_000)
      try await waitForLowWaterMark(2_000, outbox, store, lease)
      try await reader.commit()
    }
  }

  @Test("A full batch that leaves rows behind does not carry the low_water_mark over them")
  func fullBatch() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      let late = try await outbox.open()
      try await late.run(Outbox.insertion(organisation, count: 1_200))
      try await outbox.tell(organisation)
      let lease = try #require(try await store.claim())
      #expect(try await store.tellAll(lease, from: 0) == 1)
      try await late.commit()
      #expect(try await store.tellAll(lease, from: 1) == 1_201)
      #expect(try await outbox.number("select count(*) from outbox where sequence is null") == 0)
    }
  }
}

/// A transaction held open.
private struct OpenTransaction {
  let connection: PostgresConnection

  func run(_ statement: Statement) async throws {
    try await connection.run { connection in _ = try connection.query(statement) }
  }

  func insert(_ organisation: String) async throws { try await run(Outbox.insertion(organisation)) }

  func commit() async throws { try await connection.run { connection in try connection.execute(script: "commit") } }
}

extension Outbox {
  fileprivate func open(_ begin: String = "begin") async throws -> OpenTransaction {
    let connection = try await PostgresConnection.open(configuration)
    try await connection.run { connection in try connection.execute(script: begin) }
    return OpenTransaction(connection: connection)
  }

  /// With the schema, on a server of its own.
  fileprivate static func alone(_ body: (Outbox) async throws -> Void) async throws {
    try await TestServices.privatePostgres { server in
      let configuration = try PostgresConfiguration(connectionString: server.connectionString())
      try await migrate(configuration)
      try await with(configuration, body)
    }
  }

  fileprivate func lowWaterMark() async throws -> Int { try await number("select low_water_mark from recipient") }
}

/// Transactions of other tests on the server hold the low-water mark for a moment, so events go on until it has risen.
private func waitForLowWaterMark(_ lowWaterMark: Int, _ outbox: Outbox, _ store: RelayStore, _ lease: RelayLease)
  async throws
{
  var last = Int64(try await outbox.number("select last_sequence from recipient"))
  try await waitFor("a low_water_mark of \(lowWaterMark)") {
    try await outbox.tell(lease.organisation)
    last = try await store.tellAll(lease, from: last)
    return try await outbox.lowWaterMark() >= lowWaterMark
  }
}

extension RelayStore {
  /// Numbers and confirms until there is nothing more.
  /// - Returns: the last number.
  fileprivate func tellAll(_ lease: RelayLease, from first: Int64) async throws -> Int64 {
    var last = first
    while let next = try await number(lease, confirmed: last, after: last).events.last { last = next.sequence }
    return last
  }
}

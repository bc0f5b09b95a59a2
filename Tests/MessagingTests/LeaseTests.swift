import Foundation
import Outbox
import Postgres
import Retrying
import Testing

@Suite("Leases and numbers", .timeLimit(.minutes(5)))
struct LeaseTests {
  @Test("A recipient is in one relay's hands; the one served longest ago goes first")
  func claims() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      #expect(try await store.claim() == nil)
      for index in 0..<3 { try await outbox.tell(outbox.register(index)) }
      var taken: [RelayLease] = []
      while let lease = try await store.claim() { taken.append(lease) }
      #expect(Set(taken.map(\.organisation)).count == 3)
      for lease in taken.reversed() { try await store.release(lease, confirmed: 0) }
      #expect(try await store.claim()?.organisation == taken.last?.organisation)
    }
  }

  @Test("Numbers are without gaps, go on over batches, and are given once")
  func numbers() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      try await outbox.tell(organisation, count: 1_200)
      let lease = try #require(try await store.claim())
      var seen: [OutboxEvent] = []
      var batch = try await store.number(lease, confirmed: 0, after: 0)
      while let last = batch.events.last {
        seen += batch.events
        batch = try await store.number(lease, confirmed: last.sequence, after: last.sequence, endsIfEmpty: true)
      }
      #expect(seen.map(\.sequence) == Array(1...1_200))
      #expect(Set(seen.map(\.id)).count == 1_200)
      #expect(try await outbox.isAllTold())
      #expect(try await store.claim() == nil)
    }
  }

  @Test("What was numbered and not confirmed comes again, under the same numbers, before anything new")
  func again() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      try await outbox.tell(organisation, count: 5)
      let first = try #require(try await store.claim())
      let sent = try await store.number(first, confirmed: 0, after: 0).events
      try await store.release(first, confirmed: 2)
      try await outbox.tell(organisation, count: 1)
      let second = try #require(try await store.claim())
      #expect(second.confirmed == 2)
      let resent = try await store.number(second, confirmed: 2, after: 2).events
      #expect(resent == Array(sent.dropFirst(2)))
      #expect(try await store.number(second, confirmed: 2, after: 5).events.map(\.sequence) == [6])
    }
  }

  @Test("A relay that was frozen past its lease can write nothing")
  func zombie() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      try await outbox.tell(organisation, count: 2)
      let zombie = try #require(try await store.claim())
      _ = try await store.number(zombie, confirmed: 0, after: 0)
      try await outbox.execute("update recipient set leased_until = '-infinity'")
      let heir = try #require(try await store.claim())
      try await outbox.tell(organisation, count: 3)
      let before = try await outbox.state()
      await #expect(throws: RelayStoreError.self) { try await store.number(zombie, confirmed: 2, after: 2) }
      await #expect(throws: RelayStoreError.self) { try await store.release(zombie, confirmed: 2) }
      await #expect(throws: RelayStoreError.self) { try await store.backOff(zombie, confirmed: 2) }
      #expect(try await outbox.state() == before)
      #expect(try await store.number(heir, confirmed: 0, after: 0).events.map(\.sequence) == [1, 2])
      #expect(try await store.number(heir, confirmed: 2, after: 2).events.map(\.sequence) == [3, 4, 5])
    }
  }

  @Test("After a failure a recipient pauses, longer each time, until something gets through")
  func pauses() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool, backoff: Backoff(first: .seconds(600), longest: .seconds(1_800)))
      let organisation = try await outbox.register(0)
      try await outbox.tell(organisation, count: 2)
      var waits: [Int] = []
      for expected in 1...4 {
        let lease = try #require(try await store.claim())
        _ = try await store.number(lease, confirmed: 0, after: 0)
        #expect(try await store.backOff(lease, confirmed: 0) == expected)
        #expect(try await store.claim() == nil)
        waits.append(
          try await outbox.number("select extract(epoch from retry_at - clock_timestamp())::bigint from recipient")
        )
        try await outbox.execute("update recipient set retry_at = '-infinity'")
      }
      for (wait, whole) in zip(waits, [600, 1_200, 1_800, 1_800]) { #expect((whole / 2 - 60...whole).contains(wait)) }
      let lease = try #require(try await store.claim())
      #expect(lease.failures == 4)
      #expect(try await store.backOff(lease, confirmed: 1) == 1)
      // Also when what got through was marked before the failure.
      try await outbox.execute("update recipient set retry_at = '-infinity'")
      let again = try #require(try await store.claim())
      #expect(again.failures == 1)
      _ = try await store.number(again, confirmed: 2, after: 2)
      #expect(try await store.backOff(again, confirmed: 2) == 1)
      #expect(try await outbox.number("select failures from recipient") == 1)
    }
  }

  @Test("Statistics count what is not confirmed, numbered or not")
  func statistics() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      try await outbox.register(1)
      try await outbox.tell(organisation, count: 3)
      let lease = try #require(try await store.claim())
      _ = try await store.number(lease, confirmed: 0, after: 0)
      try await store.backOff(lease, confirmed: 1)
      try await outbox.tell(organisation, count: 4)
      let statistics = try await store.statistics()
      #expect(statistics.map(\.waiting) == [6, 0])
      #expect(statistics.map(\.failures) == [1, 0])
      #expect(statistics[0].oldestMicroseconds > 0 && statistics[1].oldestMicroseconds == 0)
    }
  }
}

extension Outbox {
  /// All that relays write.
  fileprivate func state() async throws -> [String] {
    try await pool.withConnection { connection in
      try connection.query("select recipient::text from recipient union all select outbox::text from outbox order by 1")
        .map { try $0[0, as: String.self] }
    }
  }
}

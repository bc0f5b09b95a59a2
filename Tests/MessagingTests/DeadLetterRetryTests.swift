import Foundation
import Outbox
import Postgres
import StoreBase
import TestServices
import Testing

@Suite("Dead letters that are handled once more", .timeLimit(.minutes(2)))
struct DeadLetterRetryTests {
  private func kept(_ outbox: Outbox) async throws -> (store: DeadLetterStore, id: Int64) {
    let organisation = try await outbox.register(0)
    let store = DeadLetterStore(outbox.pool, keyring: .test)
    let record = DeadLetterRecord(body: Data("x".utf8), causation: nil, text: "{}")
    #expect(try await store.keep(record, of: organisation, reason: "no-keys"))
    return (store, try #require(try await store.waiting().first?.id))
  }

  @Test("One that is being handled is not dropped: it may have been carried out. Before and after that it is")
  func dropped() async throws {
    try await Outbox.with { outbox in
      let (store, id) = try await kept(outbox)
      #expect(try await store.askRetry(id) == .asked)
      #expect(try await store.claimRetry()?.attempts == 1)
      #expect(try await store.drop(id, by: "x", reason: "x") == .underWay)
      #expect(try await store.content(of: id) != nil)
      // Whoever had it is gone.
      try await outbox.execute("update dead_letter set retry_at = clock_timestamp()")
      #expect(try await store.drop(id, by: "x", reason: "x") == .dropped)
      #expect(try await store.claimRetry() == nil)
      #expect(try await store.drop(id, by: "x", reason: "x") == .notWaiting)
    }
  }

  @Test("What lies elsewhere is no attempt, and leaves the reason that it has")
  func postponed() async throws {
    try await Outbox.with { outbox in
      let (store, id) = try await kept(outbox)
      #expect(try await store.askRetry(id) == .asked)
      for _ in 0..<12 {
        #expect(try await store.claimRetry()?.attempts == 1)
        try await store.postponeRetry(id)
        try await outbox.execute("update dead_letter set retry_at = clock_timestamp()")
      }
      let entry = try #require(try await store.waiting().first)
      #expect(entry.reason == "no-keys" && entry.isToBeRetried)
      #expect(try await store.drop(id, by: "x", reason: "x") == .dropped)
    }
  }

  @Test("One that cannot be opened is given out as that, and keeps nobody from the others")
  func damaged() async throws {
    try await Outbox.with { outbox in
      let (store, id) = try await kept(outbox)
      try await outbox.execute("update dead_letter set content = '\\x00'")
      #expect(try await store.askRetry(id) == .asked)
      let retry = try #require(try await store.claimRetry())
      #expect(retry.text == nil && retry.id == id)
      try await store.endRetry(id, reason: "failed")
      #expect(try await store.claimRetry() == nil)
    }
  }
}

import Foundation
import Outbox
import Postgres
import StoreBase
import TestServices
import Testing

@Suite("Dead letters that are handled once more", .timeLimit(.minutes(5)))
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
      #expect(try await store.askRetry(id, by: "A. de Vries") == .asked)
      #expect(try await store.claimRetry()?.attempts == 1)
      #expect(try await store.drop(id, by: "x", reason: "x") == .underWay)
      #expect(try await store.show(id, to: "x") != nil)
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
      #expect(try await store.askRetry(id, by: "A. de Vries") == .asked)
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
      #expect(try await store.askRetry(id, by: "A. de Vries") == .asked)
      let retry = try #require(try await store.claimRetry())
      #expect(retry.text == nil && retry.id == id)
      try await store.endRetry(id, reason: DeadLetterEnding.damaged.rawValue)
      #expect(try await store.claimRetry() == nil)
      // Nobody saw it, and what became of the retry is on record.
      await #expect(throws: StoreError.self) { try await store.show(id, to: "x") }
      let known = try await notes(store)
      #expect(known.map(\.kind) == [.retryAsked, .retryEnded] && known.map(\.reason) == [nil, "damaged"])
      #expect(known.map(\.whom) == ["A. de Vries", nil])
      #expect(try await store.notes(of: id) == known)
      #expect(try await store.notes(of: id + 1).isEmpty)
      // Who asked is nowhere in plain text.
      let kept = try await outbox.pool.withConnection { connection in
        try connection.query("select row_to_json(j)::text from dead_letter_journal j").map {
          try $0[0, as: String.self]
        }
      }
      #expect(kept.count == 2 && !kept.joined().contains("Vries"))
      let hexadecimal = "Vries".utf8.map { String($0, radix: 16) }.joined()
      #expect(!kept.joined().contains(hexadecimal))
      #expect(try await store.waiting().map(\.reason) == ["damaged"])
    }
  }

  @Test(
    "Who saw one and who dropped it is on record; one that nobody dropped ends with a reason, and so it is on record too"
  )
  func onRecord() async throws {
    try await Outbox.with { outbox in
      let (store, id) = try await kept(outbox)
      #expect(try await store.show(id, to: "J. Jansen") == Data("{}".utf8))
      #expect(try await store.endOld().isEmpty)
      try await outbox.execute("update dead_letter set received_at = received_at - interval '91 days'")
      #expect(try await store.endOld().map { $0.id } == [id])
      #expect(try await store.endOld().isEmpty)
      #expect(try await store.waiting().isEmpty)
      #expect(try await store.show(id, to: "P. Pietersen") == nil)
      var known = try await notes(store)
      #expect(known.map(\.kind) == [.shown, .ended] && known.map(\.reason) == [nil, "retention"])
      #expect(known.map(\.whom) == ["J. Jansen", nil])
      let record = DeadLetterRecord(body: Data("y".utf8), causation: nil, text: "{}")
      #expect(try await store.keep(record, of: Outbox.number(0), reason: "no-keys"))
      let other = try #require(try await store.waiting().first?.id)
      #expect(try await store.drop(other, by: "J. Jansen", reason: "sent again") == .dropped)
      known = try await store.all(after: id).flatMap { $0.notes }
      #expect(known.map(\.kind) == [.dropped] && known.map(\.whom) == ["J. Jansen"])
      #expect(known.map(\.reason) == ["sent again"])
      #expect(try await store.all(after: 0).map { $0.entry.isWaiting } == [false, false])
    }
  }

  private func notes(_ store: DeadLetterStore) async throws -> [DeadLetterStore.Note] {
    try await store.all(after: 0).flatMap { $0.notes }
  }
}

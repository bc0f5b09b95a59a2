import AMQP
import Foundation
import LocalServices
import Messaging
import Postgres
import StoreBase
import TestServices
import Testing

@testable import Outbox

/// Numbers hold within an epoch: after a restore, and after a standby took over, events are told in another one.
@Suite("Epochs", .timeLimit(.minutes(3))) struct EpochTests {
  @Test(
    "What was not confirmed is told again in a new epoch, under the same ids, from the number on with which it begins"
  )
  func byHand() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      let organisation = try await outbox.register(0)
      try await outbox.tell(organisation, count: 5)
      let first = try #require(try await store.claim())
      #expect(first.epoch.start == 1 && first.isOfThisHistory)
      let sent = try await store.number(first, confirmed: 0, after: 0).events
      // Two of five are confirmed.
      try await store.release(first, confirmed: 2)
      let working = try #require(try await store.claim())
      let name = try await store.beginEpoch()
      await #expect(throws: RelayStoreError.self) { try await store.number(working, confirmed: 5, after: 5) }
      let second = try #require(try await store.claim())
      #expect(second.epoch == Epoch(name: name, start: 3) && name > first.epoch.name)
      let again = try await store.number(second, confirmed: 2, after: 2).events
      #expect(again == Array(sent.dropFirst(2)))
      // Who registers later begins with the first number, in the epoch that it is.
      let late = try await outbox.register(1)
      try await outbox.tell(late)
      #expect(try await store.claim()?.epoch == Epoch(name: name, start: 1))
      let former = try await outbox.number(
        "select first_sequence from recipient_epoch where organisation = \(organisation)"
      )
      #expect(former == 1)
      // Also those who have nothing else to hear are told soon.
      #expect(
        try await StandingStore(outbox.pool).due(after: .seconds(900))?.recipients.first?.standing.epoch.name == name
      )
    }
  }

  /// Ids and transactions of a lost history say nothing in this one: a mark of then would pass over events of now.
  @Test("A low-water mark of another epoch is forgotten") func marks() {
    let marks = LowWaterMarks()
    let mark = LowWaterMarks.Mark(id: 5_000, transaction: 9_000, epoch: "a")
    marks.note("x", used: nil, found: mark)
    #expect(marks.mark(of: "x", in: "a") == mark)
    #expect(marks.mark(of: "x", in: "b") == nil)
    #expect(marks.mark(of: "x", in: "a") == nil)
  }

  @Test("Of many relays that find out at once, one begins it")
  func atOnce() async throws {
    try await Outbox.with { outbox in
      let store = RelayStore(outbox.pool)
      try await outbox.execute("update epoch set timeline = timeline + 7")
      let begun = try await withThrowingTaskGroup { group in
        for _ in 0..<8 { group.addTask { try await store.followHistory() } }
        return try await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(begun.compactMap(\.self).count == 1)
      #expect(try await outbox.number("select count(*) from epoch") == 2)
    }
  }

  @Test("A database restored in another cluster: numbers that come again are of another epoch, and no id comes twice")
  func restored() async throws {
    try await TestServices.privatePostgres { other in
      let database = try await TestServices.freshDatabase(template: "epoch_template") { template in
        try await Outbox.migrate(PostgresConfiguration(connectionString: template.connectionString))
      }
      let broker = try await Broker.fresh()
      let configuration = try PostgresConfiguration(connectionString: database.connectionString)
      let backup = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).backup")
      let organisation = Outbox.number(0)
      try await broker.administration.makeQueue(Outbox.queue(of: organisation))
      let before = try await Outbox.with(configuration) { outbox in
        try await outbox.register(0)
        try await outbox.tell(organisation, count: 3)
        try await withRelay(outbox, broker) {
          try await waitFor("the first to be told") { try await outbox.isAllTold() }
          try await TestServices.postgres().dump(database.name, to: backup)
          // After the backup: forgotten by the database, not by the partner.
          try await outbox.tell(organisation, count: 4)
          try await waitFor("the others to be told") { try await outbox.isAllTold() }
        }
        return try await broker.take(7, from: Outbox.queue(of: organisation))
      }
      for role in ["service", "reader"] { try await other.psql("create role casusregie_\(role) nologin") }
      try await other.psql("create database restored")
      try await other.restore("restored", from: backup)
      let restored = try PostgresConfiguration(connectionString: other.connectionString(database: "restored"))
      let after = try await Outbox.with(restored) { outbox in
        try await outbox.tell(organisation, count: 2)
        try await withRelay(outbox, broker) {
          try await waitFor("the new ones to be told") { try await outbox.isAllTold() }
        }
        return try await broker.take(2, from: Outbox.queue(of: organisation))
      }
      #expect(Set(before.map(\.epoch)).count == 1 && before.allSatisfy { $0.epochStart == 1 })
      #expect(after.map(\.sequence) == [4, 5] && after.allSatisfy { $0.epochStart == 4 })
      #expect(after[0].epoch > before[0].epoch)
      #expect(Set((before + after).map(\.id)).count == 9)
    }
  }

  @Test("A standby that took over goes on in another epoch, at once")
  func promoted() async throws {
    try await TestServices.privatePostgres { primary in
      try await primary.psql("create database moving")
      let configuration = try PostgresConfiguration(connectionString: primary.connectionString(database: "moving"))
      try await Outbox.migrate(configuration)
      let organisation = Outbox.number(0)
      let name = try await Outbox.with(configuration) { outbox in
        try await outbox.register(0)
        try await outbox.tell(organisation)
        return try #require(try await RelayStore(outbox.pool).claim()).epoch.name
      }
      let standby = try await primary.standby()
      try await standby.promote()
      let moved = try PostgresConfiguration(connectionString: standby.connectionString(database: "moving"))
      try await Outbox.with(moved) { outbox in
        let store = RelayStore(outbox.pool)
        try await outbox.execute("update recipient set leased_until = '-infinity'")
        let lease = try #require(try await store.claim())
        #expect(!lease.isOfThisHistory && lease.epoch.name == name)
        let begun = try #require(try await store.followHistory())
        #expect(begun > name)
        let next = try #require(try await store.claim())
        #expect(next.isOfThisHistory && next.epoch == Epoch(name: begun, start: 1))
      }
      await standby.stop()
    }
  }
}

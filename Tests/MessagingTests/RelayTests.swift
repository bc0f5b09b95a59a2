import AMQP
import Foundation
import LocalServices
import Messaging
import Outbox
import Postgres
import StoreBase
import TestServices
import Testing

@Suite("The relay", .timeLimit(.minutes(3)))
struct RelayTests {
  @Test(
    "Three relays and late commits: no gap, no double, and every case in its order",
    arguments: [UInt64(1), 20_260_504]
  )
  func manyRelays(seed: UInt64) async throws {
    try await Outbox.with(pool: 24) { outbox in
      let broker = try await Broker.fresh()
      var organisations: [String] = []
      for index in 0..<5 { organisations.append(try await outbox.register(index)) }
      for organisation in organisations { try await broker.administration.makeQueue(Outbox.queue(of: organisation)) }
      let writers = Writers(outbox: outbox, organisations: organisations, seed: seed)
      try await withRelay(outbox, broker) {
        try await withRelay(outbox, broker) {
          try await withRelay(outbox, broker) {
            try await writers.run()
            try await waitFor("all events to be told (seed \(seed))") { try await outbox.isAllTold() }
          }
        }
      }
      for organisation in organisations {
        let expected = try await outbox.told(organisation)
        let queue = Outbox.queue(of: organisation)
        let received = try await broker.take(broker.messages(in: queue), from: queue)
        #expect(received.map(\.sequence) == Array(1...max(1, expected.count)), "seed \(seed)")
        #expect(received.map(\.id) == expected.map(\.id), "seed \(seed)")
        let byCase = Dictionary(grouping: expected, by: \.caseID)
        #expect(byCase.values.allSatisfy { $0.map(\.revision) == $0.map(\.revision).sorted() }, "seed \(seed)")
      }
    }
  }

  @Test("A relay that dies between publishing and marking: nothing lost, and copies are alike")
  func killedRelay() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let organisation = try await outbox.register(0)
      let queue = Outbox.queue(of: organisation)
      try await broker.administration.makeQueue(Outbox.queue(of: organisation))
      try await outbox.tell(organisation, count: 3_000)
      for _ in 0..<4 {
        try await withRelay(outbox, broker, store: RelayStore(outbox.pool, lease: .milliseconds(50))) {
          let before = try await broker.messages(in: queue)
          try await waitFor("some to arrive, or all to be told") {
            if try await outbox.isAllTold() { return true }
            return try await broker.messages(in: queue) > before
          }
        }
      }
      try await withRelay(outbox, broker) {
        try await waitFor("all events to be told") { try await outbox.isAllTold() }
      }
      let received = try await broker.take(broker.messages(in: queue), from: queue)
      #expect(Set(received).count == 3_000, "copies of one event differ in nothing")
      #expect(received.withoutCopies.map(\.sequence) == Array(1...3_000))
      #expect(received.allSatisfy { $0.messageID == $0.id })
    }
  }

  @Test("A broker killed amid batches, and started again: nothing lost, and copies are alike")
  func killedBroker() async throws {
    try await Outbox.with { outbox in
      try await TestServices.privateBroker { server in
        let broker = Broker(server: server, virtualHost: "/")
        let organisation = try await outbox.register(0)
        let queue = Outbox.queue(of: organisation)
        try await broker.makeLastingQueue(for: organisation)
        try await outbox.tell(organisation, count: 5_000)
        try await withRelay(outbox, broker) {
          try await waitFor("a first batch to be marked") {
            try await outbox.number("select confirmed_sequence from recipient") > 0
          }
          try await server.kill()
          try await outbox.tell(organisation, count: 500)
          try await server.restart()
          try await waitFor("all events to be told") { try await outbox.isAllTold() }
        }
        let received = try await broker.take(broker.messages(in: queue), from: queue)
        #expect(Set(received).count == 5_500)
        #expect(received.withoutCopies.map(\.sequence) == Array(1...5_500))
      }
    }
  }

  @Test(
    "What comes while a batch is not confirmed is numbered and sent behind it, without a query for other recipients"
  )
  func overlapping() async throws {
    try await Outbox.with { outbox in
      try await TestServices.privateBroker { server in
        let broker = Broker(server: server, virtualHost: "/")
        let organisation = try await outbox.register(0)
        try await broker.makeLastingQueue(for: organisation)
        var configuration = RelayConfiguration()
        configuration.sweep = .seconds(3_600)
        let wake = Wake()
        try await withRelay(outbox, broker, wake: wake, configuration: configuration) {
          try await outbox.tell(organisation)
          wake.signal(about: [organisation])
          try await waitFor("the first event to be told") { try await outbox.isAllTold() }
          try await server.pause()
          for number in 2...4 {
            try await outbox.tell(organisation)
            wake.signal(about: [organisation])
            try await waitFor("event \(number) to have its number") {
              try await outbox.number("select last_sequence from recipient") == number
            }
          }
          #expect(try await outbox.number("select confirmed_sequence from recipient") == 1)
          try await server.resume()
          try await waitFor("all events to be told") { try await outbox.isAllTold() }
        }
        let queue = Outbox.queue(of: organisation)
        let received = try await broker.take(broker.messages(in: queue), from: queue)
        #expect(received.withoutCopies.map(\.sequence) == Array(1...4))
      }
    }
  }

  @Test("A missing and a full queue stop nobody else, and are made good when mended")
  func trouble() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let (missing, full, fine) = try await (outbox.register(0), outbox.register(1), outbox.register(2))
      let fullQueue = Outbox.queue(of: full)
      try await broker.administration.makeQueue(Outbox.queue(of: fine))
      try await broker.with { connection in
        let arguments: AMQPTable = ["x-max-length": 10, "x-overflow": "reject-publish"]
        _ = try await connection.declare(AMQPQueue(fullQueue, arguments: arguments))
      }
      for organisation in [missing, full, fine] { try await outbox.tell(organisation, count: 30) }
      try await withRelay(outbox, broker) {
        try await waitFor("the third to be told all, and the others to fail again") {
          try await outbox.number(
            """
            select count(*) from recipient
            where organisation = \(fine) and confirmed_sequence = 30 or organisation <> \(fine) and failures >= 2
            """
          ) == 3
        }
        #expect(
          try await outbox.number("select confirmed_sequence from recipient where organisation = \(missing)") == 0
        )
        try await broker.administration.makeQueue(Outbox.queue(of: missing))
        async let taken = broker.takeDistinct(30, from: fullQueue)
        try await waitFor("all events to be told") { try await outbox.isAllTold() }
        #expect(try await taken.map(\.sequence).sorted() == Array(1...30))
      }
      // The queue may have come between the events of one batch: then the last of them came early, and comes again.
      let queue = Outbox.queue(of: missing)
      let received = try await broker.take(broker.messages(in: queue), from: queue)
      #expect(received.inSequence.map(\.sequence) == Array(1...30))
    }
  }

  @Test("The broker may come after the relay")
  func brokerDownAtStart() async throws {
    try await Outbox.with { outbox in
      try await TestServices.privateBroker { server in
        let broker = Broker(server: server, virtualHost: "/")
        let organisation = try await outbox.register(0)
        try await broker.makeLastingQueue(for: organisation)
        try await outbox.tell(organisation, count: 3)
        try await server.kill()
        try await withRelay(outbox, broker) {
          try await server.restart()
          try await waitFor("all events to be told") { try await outbox.isAllTold() }
        }
        #expect(try await outbox.number("select failures from recipient") == 0)
      }
    }
  }

  @Test("A broker that is silent for longer than a lease keeps its relay, and makes one delivery only")
  func silentBroker() async throws {
    try await Outbox.with { outbox in
      try await TestServices.privateBroker { server in
        let broker = Broker(server: server, virtualHost: "/")
        let organisation = try await outbox.register(0)
        try await broker.administration.makeQueue(Outbox.queue(of: organisation))
        let store = RelayStore(outbox.pool, lease: .milliseconds(300))
        try await withRelay(outbox, broker, store: store) {
          try await outbox.tell(organisation)
          try await waitFor("a first event to be told") { try await outbox.isAllTold() }
          try await server.pause()
          try await outbox.tell(organisation)
          try await waitFor("a lease") { try await outbox.lease() != nil }
          let (lease, end) = try await (outbox.lease(), outbox.leaseEnd())
          try await waitFor("three renewals of it") { try await outbox.leaseEnd() > end + 300 }
          #expect(try await outbox.lease() == lease)
          try await server.resume()
          try await waitFor("all events to be told") { try await outbox.isAllTold() }
        }
      }
    }
  }

  @Test("The database may go and come back")
  func databaseDown() async throws {
    try await TestServices.privatePostgres { server in
      let configuration = try PostgresConfiguration(connectionString: server.connectionString())
      try await Outbox.migrate(configuration)
      let broker = try await Broker.fresh()
      try await Outbox.with(configuration) { outbox in
        let organisation = try await outbox.register(0)
        let queue = Outbox.queue(of: organisation)
        try await broker.administration.makeQueue(Outbox.queue(of: organisation))
        try await outbox.tell(organisation, count: 2_000)
        try await withRelay(outbox, broker) {
          try await waitFor("something to arrive") { try await broker.messages(in: queue) > 0 }
          try await server.kill()
          try await server.restart()
          try await waitFor("the database to be back") { (try? await outbox.tell(organisation, count: 10)) != nil }
          try await waitFor("all events to be told") { try await outbox.isAllTold() }
        }
        let count = try await outbox.told(organisation).count
        let received = try await broker.take(broker.messages(in: queue), from: queue)
        #expect(Set(received).count == count)
        #expect(received.withoutCopies.map(\.sequence) == Array(1...count))
      }
    }
  }
}

extension Broker {
  /// This broker (3.10) writes its list of quorum queues with a delay: one that is killed within seconds of a declaration
  /// has lost the queue for good. A graceful stop writes it.
  fileprivate func makeLastingQueue(for organisation: String) async throws {
    try await administration.makeQueue(Outbox.queue(of: organisation))
    try await server.restart()
  }

  /// Takes events until there are so many different ones.
  fileprivate func takeDistinct(_ count: Int, from queue: String) async throws -> Set<Received> {
    try await with { connection in
      var received: Set<Received> = []
      for try await delivery in try await connection.consume(queue) {
        received.insert(try Received(delivery))
        await delivery.ack()
        if received.count == count { break }
      }
      return received
    }
  }
}

extension Outbox {
  fileprivate func lease() async throws -> UUID? {
    try await pool.withConnection { connection in
      try connection.query("select lease from recipient").first?[0, as: UUID?.self]
    }
  }

  /// In milliseconds.
  fileprivate func leaseEnd() async throws -> Int {
    try await number("select (extract(epoch from leased_until) * 1000)::bigint from recipient")
  }
}

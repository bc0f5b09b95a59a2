import AMQP
import Foundation
import LocalServices
import Logging
import Outbox
import Postgres
import Retrying
import StoreBase
import Synchronization
import TestServices
import Testing

@testable import Messaging

@Suite("The relay and what goes wrong at every step", .timeLimit(.minutes(5)))
struct RelayFaultTests {
  /// A message that AMQP cannot carry fails before it is sent, each time anew.
  @Test("300 failed turns leave no more channels than recipients at once")
  func channels() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let organisation = try await outbox.register(0)
      let queue = String(repeating: "q", count: 300)
      try await outbox.execute("update recipient set queue = \(queue) where organisation = \(organisation)")
      try await outbox.tell(organisation, count: 3)
      let store = RelayStore(
        outbox.pool,
        lease: .seconds(2),
        backoff: Backoff(first: .milliseconds(1), longest: .milliseconds(1))
      )
      var configuration = RelayConfiguration.quick
      configuration.sweep = .milliseconds(1)
      try await withRelay(outbox, broker, store: store, configuration: configuration) {
        try await waitFor("300 failures") {
          try await outbox.number("select failures from recipient") >= 300
        }
        #expect(try await broker.channels() <= configuration.recipientsAtOnce)
      }
    }
  }

  /// Each time something is under way: the channel that it went on is full of it.
  @Test("A broker that takes no more, or is lost meanwhile, leaves no channel behind", arguments: [false, true])
  func blocked(isLost: Bool) async throws {
    try await TestServices.privateBroker { server in
      try await server.manage("PUT", "/api/vhosts/test")
      var broker = Broker(server: server, virtualHost: "test")
      // Long enough never to end before the connection does.
      broker.operationTimeout = isLost ? .seconds(60) : .milliseconds(300)
      try await Outbox.with { outbox in
        let organisation = try await outbox.register(0)
        try await broker.administration.makeQueue(Outbox.queue(of: organisation))
        try await outbox.tell(organisation)
        try await broker.with { connection in
          let relay = Relay.quick(outbox, connection, logger: quiet)
          let running = Task { await relay.run() }
          defer { running.cancel() }
          try await waitFor("the first event to be told") { try await outbox.isAllTold() }
          let usual = try await broker.channels()
          for _ in 1...3 {
            try await server.setAlarm(.memory, true)
            // The broker says so to those who publish, and for a moment it still takes what they send.
            try await waitFor("the broker to take no more") {
              try await outbox.tell(organisation)
              return connection.state.isBlocked
            }
            if isLost { try await server.cutConnections() }
            try await waitFor("the failure") { try await outbox.number("select failures from recipient") > 0 }
            try await server.setAlarm(.memory, false)
            try await waitFor("all events to be told") { try await outbox.isAllTold() }
          }
          try await waitFor("no more channels than before") { try await broker.channels() <= usual }
          running.cancel()
          await running.value
        }
      }
    }
  }

  @Test("A channel on which nothing could be sent is used again") func nothingSent() async throws {
    try await TestServices.privateBroker { server in
      try await server.manage("PUT", "/api/vhosts/test")
      let broker = Broker(server: server, virtualHost: "test", operationTimeout: .milliseconds(300))
      try await broker.administration.makeQueue(Outbox.queue(of: "x"))
      try await broker.with { connection in
        let publishers = Publishers(connection)
        @Sendable func publish() async throws(AMQPError) -> Delivery {
          try await publishers.use { (publisher) async throws(AMQPError) in
            Delivery(try await publisher.publish([AMQPMessage(routingKey: "events.x", body: [1])]))
          }
        }
        // Two at once, so that there are two channels.
        _ = try await publishers.use { (_) async throws(AMQPError) in try await publish() }
        let usual = try await broker.channels()
        try await server.setAlarm(.memory, true)
        // The first is sent, and never answered; its channel is closed.
        while try await publish().trouble == nil {}
        for _ in 1...3 { await #expect(throws: AMQPError.self) { try await publish() } }
        try await server.setAlarm(.memory, false)
        try await waitFor("a message that is confirmed") { (try? await publish())?.confirmed == 1 }
        try await waitFor("one channel less") { try await broker.channels() == usual - 1 }
      }
    }
  }

  @Test("Events that cannot be read are an error that names the recipient, and stop nobody else")
  func unreadable() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let (damaged, fine) = try await (outbox.register(0), outbox.register(1))
      for organisation in [damaged, fine] {
        try await broker.administration.makeQueue(Outbox.queue(of: organisation))
        try await outbox.tell(organisation, count: 3)
      }
      try await outbox.execute("alter table outbox alter column event drop not null")
      try await outbox.execute("update outbox set event = null where organisation = \(damaged) and revision = 2")
      let log = Log()
      try await broker.with { connection in
        let relay = Relay.quick(outbox, connection, logger: log.logger)
        let running = Task { await relay.run() }
        defer { running.cancel() }
        try await waitFor("the other to be told, and the damaged one to have failed twice") {
          try await outbox.number(
            """
            select count(*) from recipient
            where organisation = \(fine) and confirmed_sequence = 3 or organisation = \(damaged) and failures >= 2
            """
          ) == 2
        }
        #expect(log.lines.filter { $0.hasPrefix("error") && $0.contains(damaged) }.count == 1, "\(log.lines)")
        #expect(!log.lines.contains { $0.contains("took over") })
        try await outbox.execute("update outbox set event = 'bijgewerkt' where event is null")
        try await waitFor("all events to be told") { try await outbox.isAllTold() }
        running.cancel()
        await running.value
      }
    }
  }
}

extension Broker {
  /// How many channels there are in this virtual host.
  fileprivate func channels() async throws -> Int {
    let answer = try await server.evaluate(
      "length([V || [{vhost, V}] <- rabbit_channel:info_all([vhost]), V == <<\"\(virtualHost)\">>])."
    )
    return Int(answer.filter(\.isNumber)) ?? -1
  }
}

extension AMQPState {
  fileprivate var isBlocked: Bool { if case .blocked = self { true } else { false } }
}

/// Keeps what is logged, by level.
private final class Log: Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  var logger: Logger {
    var logger = Logger(label: "relay") { _ in Handler(log: self) }
    logger.logLevel = .debug
    return logger
  }

  private struct Handler: LogHandler {
    let log: Log
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let line = "\(event.level) \(event.message) \(event.metadata ?? [:]) \(metadata)"
      log.kept.withLock { $0.append(line) }
    }
  }
}

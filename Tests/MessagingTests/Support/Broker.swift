import AMQP
import Foundation
import LocalServices
import Logging
import Messaging
import Outbox
import Retrying
import StoreBase
import TestServices

/// A virtual host of its own on a broker.
struct Broker: Sendable {
  let server: LocalBroker
  let virtualHost: String
  /// `nil` for the usual one.
  var operationTimeout: Duration?

  static func fresh() async throws -> Broker {
    try await Broker(server: TestServices.broker(), virtualHost: TestServices.freshVhost())
  }

  var administration: BrokerAdministration { administration(besides: []) }

  /// - Parameter others: further addresses of its management API.
  func administration(besides others: [String]) -> BrokerAdministration {
    let url = "http://127.0.0.1:\(server.managementPort)/"
    let access = BrokerAdministration.Access(
      urls: others + [url],
      user: server.adminUser,
      password: server.adminPassword,
      virtualHost: virtualHost
    )
    return BrokerAdministration(access)
  }

  func configuration(user: String? = nil, password: String? = nil) -> AMQPConfiguration {
    var configuration = AMQPConfiguration(
      host: "127.0.0.1",
      port: server.amqpPort,
      virtualHost: virtualHost,
      credentials: .plain(user: user ?? server.adminUser, password: password ?? server.adminPassword)
    )
    configuration.backoff = Backoff(first: .milliseconds(20), longest: .milliseconds(200))
    if let operationTimeout { configuration.operationTimeout = operationTimeout }
    return configuration
  }

  func with<Result>(
    user: String? = nil,
    password: String? = nil,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (AMQPConnection) async throws -> Result
  ) async throws -> Result {
    let connection = AMQPConnection(configuration(user: user, password: password), logger: quiet)
    do {
      let result = try await body(connection)
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }

  /// Takes the next `count` events from a queue. No more are on their way to it at any moment: who counts meanwhile what was taken sees
  /// none that goes back.
  func take(_ count: Int, from queue: String) async throws -> [Received] {
    try await with { connection in
      var received: [Received] = []
      guard count > 0 else { return received }
      let consumer = try await connection.consume(queue, options: .init(prefetch: .init(clamping: count)))
      var deliveries: [AMQPDelivery] = []
      for try await delivery in consumer {
        received.append(try Received(delivery))
        deliveries.append(delivery)
        if received.count == count { break }
      }
      await consumer.cancel()
      for delivery in deliveries { await delivery.ack() }
      return received
    }
  }

  /// Has the broker hold a policy over one queue.
  func policy(_ name: String, on queue: String, _ definition: String) async throws {
    let pattern = "^\(queue.replacing(".", with: "\\\\."))$"
    try await server.manage(
      "PUT",
      "/api/policies/\(virtualHost)/\(name)",
      json: #"{"pattern":"\#(pattern)","apply-to":"queues","definition":\#(definition)}"#
    )
  }

  func messages(in queue: String) async throws -> Int {
    try await with { connection in try await connection.queueInfo(queue).messageCount }
  }
}

/// An event as a partner reads it.
struct Received: Hashable {
  let messageID: String?
  let id: String
  let sequence: Int
  let subject: String
  let epoch: String
  let epochStart: Int

  init(_ delivery: AMQPDelivery) throws {
    struct Body: Decodable {
      let id: String
      let sequence: String
      let subject: String
      let tijdperk: String
      let tijdperkbegin: String
    }
    let body = try JSONDecoder().decode(Body.self, from: Data(delivery.body))
    messageID = delivery.properties.messageID
    id = body.id
    sequence = Int(body.sequence) ?? -1
    subject = body.subject
    epoch = body.tijdperk
    epochStart = Int(body.tijdperkbegin) ?? -1
  }
}

extension [Received] {
  /// As a partner keeps them: the first copy of each.
  var withoutCopies: [Received] {
    var seen: Set<String> = []
    return filter { seen.insert($0.id).inserted }
  }

  /// As a partner takes them in that keeps to the order: one that comes too early is left, for it comes again.
  var inSequence: [Received] {
    reduce(into: []) { kept, event in
      if event.sequence == kept.count + 1 { kept.append(event) }
    }
  }
}

/// A relay that works while `body` does, on a connection of its own.
func withRelay<Result>(
  _ outbox: Outbox,
  _ broker: Broker,
  store: RelayStore? = nil,
  wake: Wake = Wake(),
  configuration: RelayConfiguration = .quick,
  isolation: isolated (any Actor)? = #isolation,
  _ body: () async throws -> Result
) async throws -> Result {
  try await broker.with { connection in
    let relay = Relay(
      store: store ?? .quick(outbox),
      broker: connection,
      wake: wake,
      source: .test,
      configuration: configuration,
      logger: quiet
    )
    let running = Task { await relay.run() }
    do {
      let result = try await body()
      running.cancel()
      await running.value
      return result
    } catch {
      running.cancel()
      await running.value
      throw error
    }
  }
}

extension Keyring {
  // A new keyring can be read.
  // swift-format-ignore: NeverUseForceTry
  static let test: Keyring = { try! Keyring(text: newText(keyName: "test")) }()
}

extension EventSource {
  static let test = EventSource(operatorNumber: "00000001000000001000", baseURL: "https://casus.example/api/")
}

extension Relay {
  /// One that nobody wakes: it polls often.
  static func quick(_ outbox: Outbox, _ broker: AMQPConnection, logger: Logger) -> Relay {
    Relay(
      store: .quick(outbox),
      broker: broker,
      wake: Wake(),
      source: .test,
      configuration: .quick,
      logger: logger
    )
  }
}

extension RelayConfiguration {
  /// Without wakes, the sweep does it all.
  static var quick: RelayConfiguration {
    var configuration = RelayConfiguration()
    configuration.sweep = .milliseconds(20)
    return configuration
  }
}

extension RelayStore {
  static func quick(_ outbox: Outbox) -> RelayStore {
    RelayStore(outbox.pool, lease: .seconds(2), backoff: Backoff(first: .milliseconds(10), longest: .milliseconds(100)))
  }
}

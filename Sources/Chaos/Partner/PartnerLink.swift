import AMQP
import Logging
import Server
import Synchronization

/// A partner's connections to the broker: one to read its queue, one to write commands. What is lost is made again.
final class PartnerLink: Sendable {
  private let access: PartnerAccess
  private let reading = Mutex<AMQPConnection?>(nil)
  private let writing: AMQPConnection
  /// It outlives a lost connection.
  private let publisher = Mutex<AMQPPublisher?>(nil)
  private let logger = Logger(label: "chaos") { _ in SwiftLogNoOpLogHandler() }

  /// Its broker user.
  var user: String { access.user }
  /// The queue that it reads.
  var queue: String { access.queue }

  init(_ access: PartnerAccess) {
    self.access = access
    writing = AMQPConnection(Self.configuration(access), logger: logger)
  }

  private static func configuration(_ access: PartnerAccess) -> AMQPConfiguration {
    var configuration = AMQPConfiguration(
      host: access.host,
      port: access.port,
      virtualHost: access.virtualHost,
      credentials: .plain(user: access.user, password: access.password ?? "")
    )
    // The first of them is the host.
    let others = (access.servers ?? []).dropFirst()
    configuration.otherServers = others.map { AMQPServer(host: $0.host, port: $0.port) }
    return configuration
  }

  /// Reads until the connection ends, whoever ends it.
  /// - Parameter handle: keeps what came; it is acknowledged afterwards.
  func read(_ handle: @Sendable ([UInt8]) async -> Void) async throws {
    let connection = AMQPConnection(Self.configuration(access), logger: logger)
    reading.withLock { $0 = connection }
    do {
      for try await delivery in try await connection.consume(access.queue, options: .init(prefetch: 50)) {
        await handle(delivery.body)
        await delivery.ack()
      }
      await connection.close()
    } catch {
      await connection.close()
      throw error
    }
  }

  /// Ends the connection that reads. What was not acknowledged stays in the queue.
  func hangUp() async {
    await reading.withLock { $0 }?.close()
  }

  /// - Returns: whether the broker has it for certain.
  func publish(_ body: [UInt8], id: String) async -> Bool {
    var properties = AMQPProperties()
    properties.contentType = "application/cloudevents+json"
    (properties.messageID, properties.userID) = (id, access.user)
    let message = AMQPMessage(exchange: access.exchange, routingKey: "", properties: properties, body: body)
    do {
      let known = publisher.withLock(\.self)
      let publisher = if let known { known } else { try await writing.makePublisher() }
      self.publisher.withLock { $0 = publisher }
      return try await publisher.publish(message) == .confirmed
    } catch {
      // The broker is away, or takes nothing now: it is sent again.
      return false
    }
  }

  func close() async {
    await hangUp()
    await writing.close()
  }
}

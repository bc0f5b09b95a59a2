package import AMQP
package import CaseCore
import Foundation
import Logging
package import OrderedCollections
package import Server
import StrictJSON

/// The partners of the stories: each with a broker user of its own, that may read its own queue and nothing else.
package struct Partners: Sendable {
  struct Partner: Sendable {
    let organisation: Organisation
    let received: Received
    let connection: AMQPConnection
    /// By which it gives commands over its queue; `nil` when it gives none.
    let queue: QueueClient?
  }

  let all: OrderedDictionary<String, Partner>

  /// - Parameters:
  ///   - password: of each. One that was registered before has a password that nobody knows any more, so what it has is no
  ///     choice.
  ///   - givesCommands: whether each can give commands over its queue. A service that runs already looks for that twice a minute.
  ///   - observer: sees every message as it comes.
  package static func register(
    _ organisations: OrderedDictionary<String, Organisation>,
    password: PartnerPassword = .new,
    givesCommands: Bool = false,
    administration: Administration,
    broker settings: Settings,
    screen: Screen,
    observer: @escaping @Sendable (AMQPDelivery) throws -> Void = { _ in }
  ) async throws -> Partners {
    screen.title("Partners")
    var all: OrderedDictionary<String, Partner> = [:]
    for (name, organisation) in organisations {
      let access = try await administration.register(organisation, password: password)
      screen.say("\(name.padded(to: Screen.nameWidth)) \(organisation.name.padded(to: 28)) reads \(access.queue)")
      let connection = try connection(access, settings)
      let queue =
        try await givesCommands
        ? QueueClient(access, connection: connection, administration: administration, settings: settings) : nil
      let received = Received()
      try await read(access.queue, on: connection, into: received, queue?.answers, observer)
      all[name] = Partner(organisation: organisation, received: received, connection: connection, queue: queue)
    }
    return Partners(all: all)
  }

  /// Nobody reads their queues any more.
  package func close() async {
    for partner in all.values { await partner.connection.close() }
  }

  private static func connection(_ access: PartnerAccess, _ settings: Settings) throws -> AMQPConnection {
    var url = URLComponents(string: settings.broker.url)
    url?.user = access.user
    url?.password = access.password ?? ""
    var logger = Logger(label: "partner")
    logger.logLevel = .error
    return AMQPConnection(try AMQPConfiguration(uri: url?.string ?? ""), logger: logger)
  }

  /// Reads a queue from now on.
  private static func read(
    _ queue: String,
    on connection: AMQPConnection,
    into received: Received,
    _ answers: AwaitedAnswers?,
    _ observer: @escaping @Sendable (AMQPDelivery) throws -> Void
  ) async throws {
    let deliveries = try await connection.consume(queue)
    Task {
      // Ends with the connection; what was not settled by then stays in the queue.
      for try await delivery in deliveries {
        try observer(delivery)
        let event = try JSONDecoder().decode(ReceivedEvent.self, from: Data(delivery.body))
        received.take(event)
        if event.isAnswer, let command = event.causationid {
          answers?.take(try JSONReader.read(delivery.body), to: command)
        }
        _ = await delivery.ack()
      }
    }
  }
}

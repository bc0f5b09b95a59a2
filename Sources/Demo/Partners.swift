package import AMQP
package import CaseCore
import Foundation
import Logging
package import OrderedCollections
package import Server

/// The partners of the stories: each with a broker user of its own, that may read its own queue and nothing else.
package struct Partners: Sendable {
  struct Partner: Sendable {
    let organisation: Organisation
    let received: Received
    let connection: AMQPConnection
  }

  let all: OrderedDictionary<String, Partner>

  /// - Parameters:
  ///   - password: of each. One that was registered before has a password that nobody knows any more, so what it has is no
  ///     choice.
  ///   - witness: sees every message as it comes.
  package static func register(
    _ organisations: OrderedDictionary<String, Organisation>,
    password: PartnerPassword = .new,
    administration: Administration,
    broker settings: Settings,
    screen: Screen,
    witness: @escaping @Sendable (AMQPDelivery) throws -> Void = { _ in }
  ) async throws -> Partners {
    screen.title("Partners")
    var all: OrderedDictionary<String, Partner> = [:]
    for (name, organisation) in organisations {
      let access = try await administration.register(organisation, password: password)
      screen.say("\(name.fitted(to: Screen.nameWidth)) \(organisation.name.fitted(to: 28)) reads \(access.queue)")
      all[name] = try await partner(organisation, access: access, settings: settings, witness: witness)
    }
    return Partners(all: all)
  }

  /// Nobody reads their queues any more.
  package func close() async {
    for partner in all.values { await partner.connection.close() }
  }

  private static func partner(
    _ organisation: Organisation,
    access: PartnerAccess,
    settings: Settings,
    witness: @escaping @Sendable (AMQPDelivery) throws -> Void
  ) async throws -> Partner {
    var url = URLComponents(string: settings.broker.url)
    url?.user = access.user
    url?.password = access.password ?? ""
    var logger = Logger(label: "partner")
    logger.logLevel = .error
    let connection = AMQPConnection(try AMQPConfiguration(uri: url?.string ?? ""), logger: logger)
    let received = Received()
    let deliveries = try await connection.consume(access.queue)
    Task {
      // Ends with the connection; what was not settled by then stays in the queue.
      for try await delivery in deliveries {
        try witness(delivery)
        received.take(try JSONDecoder().decode(ReceivedEvent.self, from: Data(delivery.body)))
        _ = await delivery.ack()
      }
    }
    return Partner(organisation: organisation, received: received, connection: connection)
  }
}

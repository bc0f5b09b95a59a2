import AMQP
import Foundation
import Logging
import Server
import Synchronization
import TestServices

/// A partner that reads its own queue, as its own broker user: it remembers what came and then acknowledges it.
final class Mailbox: Sendable {
  struct Event: Decodable, Hashable, Sendable {
    let id: String
    let sequence: String
    /// The case; `nil` for an event of the service itself.
    let subject: String?
  }

  private struct State {
    var seen: Set<String> = []
    var deliveries: [Event] = []
  }

  let organisation: String
  private let connection: AMQPConnection
  private let state = Mutex(State())
  /// How many different events came.
  let count = Signal(0)

  init(_ organisation: String, access: PartnerAccess, settings: Settings) throws {
    self.organisation = organisation
    var url = URLComponents(string: settings.broker.url)
    url?.user = access.user
    url?.password = access.password
    var logger = Logger(label: "mailbox")
    logger.logLevel = .critical
    connection = AMQPConnection(try AMQPConfiguration(uri: url?.string ?? ""), logger: logger)
    // Ends with the connection; what was not acknowledged by then stays in the queue.
    Task { try await read(access.queue) }
  }

  /// The broker may end a consumer when it goes down; then it is asked again.
  private func read(_ queue: String) async throws {
    while !Task.isCancelled {
      do {
        for try await delivery in try await connection.consume(queue, options: .init(prefetch: 50)) {
          take(try JSONDecoder().decode(Event.self, from: Data(delivery.body)))
          await delivery.ack()
        }
        return
      } catch let error as AMQPError where error.isRetriable {
        try await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  private func take(_ event: Event) {
    let isNew = state.withLock { state in
      state.deliveries.append(event)
      return state.seen.insert(event.id).inserted
    }
    if isNew { count.update { $0 += 1 } }
  }

  /// Everything that came, in the order in which it came, copies too.
  var deliveries: [Event] { state.withLock(\.deliveries) }

  func close() async { await connection.close() }
}

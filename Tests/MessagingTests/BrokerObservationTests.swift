import AMQP
import AsyncHTTPClient
import CaseCore
import LocalServices
import NIOCore
import NIOHTTP1
import StoreBase
import TestServices
import Testing

@testable import Messaging

/// A partner looks at everything on the broker that it can reach, again and again, while others are told of cases that it
/// knows nothing of. What it sees must be what it sees when nothing happens.
@Suite("What a curious partner sees of others", .timeLimit(.minutes(5))) struct BrokerObservationTests {
  /// What each attempt was answered, by what was asked.
  private typealias View = [String: String]

  @Test("While others are told of their cases, it sees what it sees when nothing happens")
  func quiet() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let curious = try await registration.register(Self.organisation(301), password: "of-the-curious")
      let other = try await registration.register(Self.organisation(302), password: "of-the-other")
      let views = try await Self.views(outbox, broker, of: curious.user, own: curious.queue)
      #expect(views.during.count > 5 && views.during.allSatisfy { $0 == views.before })
      #expect(views.before["queue \(curious.queue)"] == "0 messages, 0 consumers")
      // The other one was told all of it.
      #expect(try await broker.messages(in: other.queue) == Self.events)
    }
  }

  /// The control: the search does find what can be found.
  @Test("A queue with a name that can be guessed gives it away")
  func leak() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let curious = try await PartnerRegistration(outbox, broker).register(
        Self.organisation(303),
        password: "of-the-curious"
      )
      try await outbox.register(302)
      try await broker.administration.makeQueue(Outbox.queue(of: Outbox.number(302)))
      let views = try await Self.views(outbox, broker, of: curious.user, own: curious.queue)
      #expect(views.during.contains { $0 != views.before })
    }
  }

  private static let events = 300

  private static func organisation(_ index: Int) -> Organisation {
    Organisation(number: Outbox.number(index), name: "Organisatie", region: "Regio", roles: ["partner"])
  }

  private static func views(
    _ outbox: Outbox,
    _ broker: Broker,
    of user: String,
    own queue: String
  ) async throws -> (before: View, during: [View]) {
    let before = try await view(broker, of: user, own: queue)
    let during = try await withRelay(outbox, broker) {
      var during: [View] = []
      for _ in 0..<6 {
        try await outbox.tell(Outbox.number(302), count: events / 6)
        during.append(try await view(broker, of: user, own: queue))
        try await waitFor("the other to be told") { try await outbox.isAllTold() }
        during.append(try await view(broker, of: user, own: queue))
      }
      return during
    }
    return (before, during)
  }

  private static func view(_ broker: Broker, of user: String, own: String) async throws -> View {
    var view = View()
    let number = Outbox.number(302)
    let guesses = [
      own, "events.\(number)", "events.302", "events", number, "opdrachten.\(number)", "in.\(number)",
      "opdrachten-onbestelbaar", "amq.rabbitmq.event", "amq.rabbitmq.trace",
    ]
    try await broker.with(user: user, password: "of-the-curious") { connection in
      for name in guesses {
        view["queue \(name)"] = await Self.answer {
          let info = try await connection.queueInfo(name)
          return "\(info.messageCount) messages, \(info.consumerCount) consumers"
        }
        view["consume \(name)"] = await Self.answer {
          guard name != own else { return "own" }
          _ = try await connection.consume(name)
          return "consuming"
        }
        view["publish \(name)"] = await Self.answer {
          let publisher = try await connection.makePublisher()
          let outcome = try await publisher.publish(AMQPMessage(routingKey: name, body: [1]))
          await publisher.close()
          if case .unknown(let error) = outcome { return "\(error.kind)" }
          return "\(outcome)"
        }
      }
    }
    for path in [
      "whoami", "overview", "vhosts", "queues", "queues/\(broker.virtualHost)", "exchanges", "connections", "channels",
      "consumers", "bindings", "users", "permissions", "policies", "definitions", "nodes", "extensions",
      "queues/\(broker.virtualHost)/\(own)", "aliveness-test/\(broker.virtualHost)",
    ] {
      var request = HTTPClientRequest(url: "http://127.0.0.1:\(broker.server.managementPort)/api/\(path)")
      request.setBasicAuth(username: user, password: "of-the-curious")
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
      let body = String(buffer: try await response.body.collect(upTo: 1 << 20))
      #expect(response.status.code == 401, "\(path)")
      view["management \(path)"] = "\(response.status.code) \(body)"
    }
    return view
  }

  private static func answer(_ ask: () async throws -> String) async -> String {
    do { return try await ask() } catch let error as AMQPError { return "\(error.kind)" } catch { return "\(error)" }
  }
}

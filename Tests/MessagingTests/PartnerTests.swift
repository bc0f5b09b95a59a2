import AMQP
import AsyncHTTPClient
import CaseCore
import LocalServices
import Messaging
import StoreBase
import Testing

@Suite("Partners on the broker", .timeLimit(.minutes(2)))
struct PartnerTests {
  private func organisation(_ index: Int) -> Organisation {
    Organisation(number: Outbox.number(index), name: "Organisatie", region: "Regio", roles: ["partner"])
  }

  @Test("A partner reads its own queue and can do nothing else")
  func rights() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(
        organisations: OrganisationStore(outbox.pool),
        broker: broker.administration
      )
      // Numbers of their own: users belong to the whole broker.
      let (first, second) = (organisation(101), organisation(102))
      let password = try #require(try await registration.register(first))
      try await registration.register(second, password: "of-the-second")
      let (own, other) = (
        BrokerAdministration.queue(for: first.number), BrokerAdministration.queue(for: second.number)
      )
      try await broker.with { connection in
        let publisher = try await connection.makePublisher()
        #expect(try await publisher.publish(AMQPMessage(routingKey: own, body: [1])) == .confirmed)
      }
      let user = BrokerAdministration.user(for: first.number)
      try await broker.with(user: user, password: password) { connection in
        let consumer = try await connection.consume(own)
        for try await delivery in consumer {
          await delivery.ack()
          break
        }
        await expectRefusal { _ = try await connection.consume(other) }
        await expectRefusal { _ = try await connection.declare(AMQPQueue("mine")) }
        await expectRefusal { _ = try await connection.declare(.quorum(other)) }
        await expectRefusal { _ = try await connection.deleteQueue(own) }
        await expectRefusal { _ = try await connection.purgeQueue(other) }
        await expectRefusal { try await connection.declare(AMQPExchange("mine", kind: .fanout)) }
        for queue in [own, other] {
          let publisher = try await connection.makePublisher()
          guard case .unknown(let error) = try await publisher.publish(AMQPMessage(routingKey: queue, body: [2])) else {
            Issue.record("the broker took a partner's message")
            continue
          }
          #expect(error.kind == .channelClosed(.accessRefused))
        }
      }
      #expect(try await broker.messages(in: other) == 0)
    }
  }

  @Test("Registering again changes nothing, and completes what broke off")
  func again() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let administration = broker.administration
      let registration = PartnerRegistration(organisations: OrganisationStore(outbox.pool), broker: administration)
      let organisation = organisation(103)
      // As far as a first attempt came.
      try await administration.makeQueue(for: organisation.number)
      try await administration.setPassword("kept", for: organisation.number)
      for _ in 0..<2 { #expect(try await registration.register(organisation) == nil) }
      let queue = BrokerAdministration.queue(for: organisation.number)
      let user = BrokerAdministration.user(for: organisation.number)
      try await broker.with(user: user, password: "kept") { connection in _ = try await connection.consume(queue) }
      let known = try await OrganisationStore(outbox.pool).all()
      #expect(known.map(\.organisation) == [organisation])
      #expect(known.map(\.queue) == [queue])
    }
  }

  @Test("An error says what was refused, and no password")
  func errors() async throws {
    let broker = try await Broker.fresh()
    let number = Outbox.number(104)
    let queue = BrokerAdministration.queue(for: number)
    try await broker.with { connection in _ = try await connection.declare(AMQPQueue(queue)) }
    let conflict = await #expect(throws: BrokerAdministrationError.self) {
      try await broker.administration.makeQueue(for: number)
    }
    #expect(conflict?.kind == .conflict)
    let access = BrokerAdministration.Access(
      url: "http://127.0.0.1:\(broker.server.managementPort)",
      user: "nobody",
      password: "geheim-woord",
      virtualHost: broker.virtualHost
    )
    let stranger = BrokerAdministration(access, client: .shared)
    let refusal = try #require(
      await #expect(throws: BrokerAdministrationError.self) {
        try await stranger.setPassword("geheim-ander", for: number)
      }
    )
    #expect(refusal.kind == .notAllowed)
    for text in ["\(refusal)", refusal.debugDescription] { #expect(!text.contains("geheim")) }
  }

  @Test("The relay's own user needs to write to the default exchange, and nothing else")
  func relayUser() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let user = "relay-\(broker.virtualHost)"
      try await broker.server.manage("PUT", "/api/users/\(user)", json: #"{"password":"relay","tags":""}"#)
      try await broker.server.manage(
        "PUT",
        "/api/permissions/\(broker.virtualHost)/\(user)",
        json: #"{"configure":"^$","write":"^amq\\.default$","read":"^$"}"#
      )
      try await broker.administration.makeQueue(for: Outbox.number(0))
      try await broker.with(user: user, password: "relay") { connection in
        let publisher = try await connection.makePublisher()
        let queue = BrokerAdministration.queue(for: Outbox.number(0))
        #expect(try await publisher.publish(AMQPMessage(routingKey: queue, body: [1])) == .confirmed)
      }
    }
  }
}

/// The broker itself refuses, with 403.
nonisolated(nonsending) private func expectRefusal(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () async throws -> Void
) async {
  do {
    try await body()
    Issue.record("the broker allowed it", sourceLocation: sourceLocation)
  } catch let error as AMQPError {
    #expect(error.kind == .channelClosed(.accessRefused), sourceLocation: sourceLocation)
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}

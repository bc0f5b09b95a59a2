import AMQP
import CaseCore
import LocalServices
import Postgres
import StoreBase
import TestServices
import Testing

@testable import Messaging

@Suite("Partners on the broker", .timeLimit(.minutes(5)))
struct PartnerTests {
  private func organisation(_ index: Int) -> Organisation {
    Organisation(number: Outbox.number(index), name: "Organisatie", region: "Regio", roles: ["partner"])
  }

  @Test("A partner reads its own queue and can do nothing else")
  func rights() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      // Numbers of their own: users belong to the whole broker.
      let access = try await registration.register(organisation(101))
      let password = try #require(access.password)
      let own = access.queue
      let other = try await registration.register(organisation(102), password: "of-the-second").queue
      for queue in [own, other] { #expect(queue.wholeMatch(of: /events\.[0-9a-f]{32}/) != nil) }
      try await broker.with { connection in
        let publisher = try await connection.makePublisher()
        #expect(try await publisher.publish(AMQPMessage(routingKey: own, body: [1])) == .confirmed)
      }
      try await broker.with(user: access.user, password: password) { connection in
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
      // Its own way in, and not that of another, nor the queue behind it.
      let (mine, others) = (access.exchange, try await registration.register(organisation(102)).exchange)
      #expect(mine.wholeMatch(of: /in\.[0-9a-f]{32}/) != nil && mine != others)
      try await broker.with(user: access.user, password: password) { connection in
        for (exchange, queue) in [(mine, ""), (others, ""), ("", mine.replacing("in.", with: "opdrachten."))] {
          let publisher = try await connection.makePublisher()
          var message = AMQPMessage(exchange: exchange, routingKey: queue, body: [3])
          message.properties.userID = access.user
          let outcome = try await publisher.publish(message)
          if exchange == mine { #expect(outcome == .confirmed) } else { #expect(outcome != .confirmed) }
        }
        await expectRefusal { _ = try await connection.consume(mine.replacing("in.", with: "opdrachten.")) }
        // Nobody writes under another's name.
        let publisher = try await connection.makePublisher()
        var message = AMQPMessage(exchange: mine, routingKey: "", body: [4])
        message.properties.userID = "guest"
        #expect(try await publisher.publish(message) != .confirmed)
      }
    }
  }

  @Test("Registering again changes nothing, and completes what broke off")
  func again() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let administration = broker.administration
      let registration = PartnerRegistration(outbox, broker)
      let organisation = organisation(103)
      // As far as a first attempt came.
      let names = PartnerNames(of: organisation.number, keyring: .test)
      try await administration.makeQueue(names.events)
      let user = PartnerNames.user(of: organisation.number)
      try await administration.setPassword("kept", of: user)
      for _ in 0..<2 {
        let access = try await registration.register(organisation)
        #expect(access.password == nil && access.queue == names.events && access.formerQueue == nil)
      }
      try await broker.with(user: user, password: "kept") { connection in
        _ = try await connection.consume(names.events)
      }
      let known = try await OrganisationStore(outbox.pool).all()
      #expect(known.map(\.organisation) == [organisation])
      #expect(known.map(\.queue) == [names.events] && known.map(\.formerQueue) == [nil])
    }
  }

  @Test("A queue with a name that can be guessed is left behind: nothing is lost, and then it is gone")
  func formerQueue() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let organisation = organisation(105)
      // As a release of before left it.
      let former = Outbox.queue(of: organisation.number)
      try await outbox.register(105)
      try await broker.administration.makeQueue(former)
      try await outbox.tell(organisation.number, count: 3)
      try await withRelay(outbox, broker) {
        try await waitFor("the first to be told") { try await outbox.isAllTold() }
        let access = try await registration.register(organisation, password: "of-both")
        #expect(access.formerQueue == former && access.queue != former)
        try await outbox.tell(organisation.number, count: 2)
        try await waitFor("the others to be told") { try await outbox.isAllTold() }
        // It is not empty yet. The broker's figures come late: they must have come once.
        try await waitFor("the broker to count") { try await broker.administration.queue(former)?.messages == 3 }
        #expect(try await registration.register(organisation).formerQueue == former)
        let received = try await broker.with(user: access.user, password: "of-both") { connection in
          var received: [Received] = []
          for queue in [former, access.queue] {
            let count = queue == former ? 3 : 2
            for try await delivery in try await connection.consume(queue) {
              received.append(try Received(delivery))
              await delivery.ack()
              if received.count == (queue == former ? count : 5) { break }
            }
          }
          return received
        }
        #expect(received.map(\.sequence) == [1, 2, 3, 4, 5])
        try await waitFor("the broker to count") { try await broker.administration.queue(former)?.messages == 0 }
        // Not before the broker has surely counted what was on its way when the queue was left.
        #expect(try await registration.register(organisation).formerQueue == former)
        try await outbox.execute("update recipient set moved_at = moved_at - interval '1 hour'")
        #expect(try await registration.register(organisation).formerQueue == nil)
        #expect(try await broker.administration.queue(former) == nil)
        #expect(
          try await broker.administration.permissions(of: access.user)
            == .init(reading: [access.queue], writing: access.exchange)
        )
        #expect(try await OrganisationStore(outbox.pool).all().map(\.formerQueue) == [nil])
      }
    }
  }

  @Test("Of a queue that is full nothing is dropped: the events wait, and go on when there is room")
  func fullQueue() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let access = try await PartnerRegistration(outbox, broker).register(organisation(106))
      let queue = try #require(try await broker.administration.queue(access.queue))
      #expect(queue.arguments["x-overflow"] == "reject-publish")
      // The same refusal at a smaller number, by a policy.
      try await broker.policy("full", on: access.queue, #"{"max-length":4}"#)
      try await outbox.tell(Outbox.number(106), count: 20)
      try await withRelay(outbox, broker) {
        var sequences: Set<Int> = []
        while sequences.count < 20 {
          for event in try await broker.take(1, from: access.queue) { sequences.insert(event.sequence) }
        }
        #expect(sequences == Set(1...20))
      }
    }
  }

  @Test("A message that is given back many times stays")
  func givenBack() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let access = try await PartnerRegistration(outbox, broker).register(organisation(107))
      try await broker.with { connection in
        let publisher = try await connection.makePublisher()
        #expect(try await publisher.publish(AMQPMessage(routingKey: access.queue, body: [1])) == .confirmed)
        var count = 0
        for try await delivery in try await connection.consume(access.queue, options: .init(prefetch: 1)) {
          count += 1
          if count == 100 { await delivery.ack() } else { await delivery.reject(requeue: true) }
          if count == 100 { break }
        }
      }
    }
  }

  @Test(
    "A queue keeps the limits that it states itself: of messages and of bytes",
    arguments: [
      QueueLimits(messages: 4), QueueLimits(bytes: 4_000),
    ]
  )
  func ownLimits(_ limits: QueueLimits) async throws {
    let broker = try await Broker.fresh()
    try await broker.administration.make("q", within: limits)
    try await broker.with { connection in
      let publisher = try await connection.makePublisher(window: 1)
      let message = AMQPMessage(routingKey: "q", body: Array(repeating: 0, count: 1_000))
      let outcomes = try await publisher.publish(Array(repeating: message, count: 20))
      // The broker notices that it is full when it is past that.
      let taken = outcomes.prefix { $0 == .confirmed }.count
      #expect((4...6).contains(taken) && outcomes.dropFirst(taken).allSatisfy { $0 == .rejected }, "\(outcomes)")
      #expect(try await connection.queueInfo("q").messageCount == taken)
    }
  }

  @Test(
    "Of the queue of commands one consumer at a time has messages; when it goes, the next has all of them in their order"
  )
  func oneConsumer() async throws {
    let broker = try await Broker.fresh()
    try await broker.administration.make("q", within: .commands)
    try await broker.with { first in
      let publisher = try await first.makePublisher()
      _ = try await publisher.publish((0..<6).map { AMQPMessage(routingKey: "q", body: [$0]) })
      let consumer = try await first.consume("q", options: .init(prefetch: 2))
      var held: [AMQPDelivery] = []
      for try await delivery in consumer {
        held.append(delivery)
        if held.count == 2 { break }
      }
      #expect(held.map(\.body) == [[0], [1]])
      try await broker.with { second in
        // A second one that got messages meanwhile would have the third first.
        let next = try await second.consume("q", options: .init(prefetch: 3))
        await first.close()
        var (bodies, counts): ([[UInt8]], [AMQPValue?]) = ([], [])
        for try await delivery in next {
          bodies.append(delivery.body)
          counts.append(delivery.properties.headers["x-delivery-count"])
          await delivery.ack()
          if bodies.count == 6 { break }
        }
        #expect(bodies == (0..<6).map { [$0] })
        // By which a command is found that ends whoever handles it.
        #expect(counts == [.int(1), .int(1), nil, nil, nil, nil])
      }
      withExtendedLifetime(consumer) {}
    }
  }

  @Test("One user can take no more than its share of the broker's connections and channels")
  func limits() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let access = try await PartnerRegistration(outbox, broker).register(organisation(108), password: "of-many")
      let configuration = broker.configuration(user: access.user, password: "of-many")
      let connections = (0..<5).map { _ in AMQPConnection(configuration, logger: quiet) }
      for connection in connections { _ = try await connection.queueInfo(access.queue) }
      var impatient = configuration
      impatient.operationTimeout = .milliseconds(500)
      // The broker counts connections a little after they were made.
      try await waitFor("a sixth connection to be refused") {
        let sixth = AMQPConnection(impatient, logger: quiet)
        let isOpen = (try? await sixth.queueInfo(access.queue)) != nil
        await sixth.close()
        return !isOpen
      }
      var channels = 0
      do {
        // Each consumer has a channel of its own.
        while channels < 60 {
          _ = try await connections[0].makePublisher()
          channels += 1
        }
      } catch {}
      #expect(channels <= 50)
      for connection in connections { await connection.close() }
    }
  }

  @Test(
    "One that is suspended is out at once, also with a connection that is open; its events wait until it is let in again"
  )
  func suspended() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let check = PartnerCheck(broker: broker.administration, keyring: .test)
      let store = OrganisationStore(outbox.pool)
      let organisation = organisation(109)
      let access = try await registration.register(organisation, password: "of-the-suspended")
      let connection = AMQPConnection(
        broker.configuration(user: access.user, password: "of-the-suspended"),
        logger: quiet
      )
      let consumer = try await connection.consume(access.queue)
      let open = "/api/connections/username/\(access.user)"
      try await waitFor("the broker to list the connection") { try await broker.server.manage("GET", open) != "[]" }
      #expect(try await registration.suspend(organisation.number))
      try await waitFor("its connection to be closed") { try await broker.server.manage("GET", open) == "[]" }
      // It tries to come back, in vain.
      var impatient = broker.configuration(user: access.user, password: "of-the-suspended")
      impatient.operationTimeout = .milliseconds(500)
      let other = AMQPConnection(impatient, logger: quiet)
      await #expect(throws: AMQPError.self) { try await other.queueInfo(access.queue) }
      await other.close()
      // Repairing does not let it in.
      try await registration.register(organisation)
      #expect(try await broker.administration.permissions(of: access.user) == nil)
      let known = try #require(try await store.all().first)
      let findings = try await check.findings(known)
      #expect(known.isSuspended && findings == [])
      try await outbox.tell(organisation.number, count: 2)
      try await withRelay(outbox, broker) {
        try await waitFor("its events to lie in its queue") { try await outbox.isAllTold() }
      }
      #expect(try await registration.resume(organisation.number))
      // The consumer of before goes on by itself.
      var count = 0
      for try await delivery in consumer {
        await delivery.ack()
        count += 1
        if count == 2 { break }
      }
      await connection.close()
      #expect(try await registration.suspend("00000099000000000999") == false)
    }
  }

  @Test("An error says what was refused, and no password")
  func errors() async throws {
    let broker = try await Broker.fresh()
    let number = Outbox.number(104)
    let queue = Outbox.queue(of: number)
    try await broker.with { connection in _ = try await connection.declare(AMQPQueue(queue)) }
    let conflict = await #expect(throws: BrokerAdministrationError.self) {
      try await broker.administration.makeQueue(Outbox.queue(of: number))
    }
    #expect(conflict?.kind == .conflict)
    let access = BrokerAdministration.Access(
      urls: ["http://127.0.0.1:\(broker.server.managementPort)"],
      user: "nobody",
      password: "geheim-woord",
      virtualHost: broker.virtualHost
    )
    let stranger = BrokerAdministration(access)
    let refusal = try #require(
      await #expect(throws: BrokerAdministrationError.self) {
        try await stranger.setPassword("geheim-ander", of: PartnerNames.user(of: number))
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
      try await broker.administration.makeQueue(Outbox.queue(of: Outbox.number(0)))
      try await broker.with(user: user, password: "relay") { connection in
        let publisher = try await connection.makePublisher()
        let queue = Outbox.queue(of: Outbox.number(0))
        #expect(try await publisher.publish(AMQPMessage(routingKey: queue, body: [1])) == .confirmed)
      }
    }
  }
}

extension PartnerRegistration {
  init(_ outbox: Outbox, _ broker: Broker) {
    self.init(organisations: OrganisationStore(outbox.pool), broker: broker.administration, keyring: .test)
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

import AMQP
import CaseCore
import LocalServices
import Postgres
import StoreBase
import TestServices
import Testing

@testable import Messaging

@Suite("Another password for a partner", .timeLimit(.minutes(2)))
struct PartnerRotationTests {
  private func organisation(_ index: Int) -> Organisation {
    Organisation(number: Outbox.number(index), name: "Organisatie", region: "Regio", roles: ["partner"])
  }

  private func reads(_ broker: Broker, _ user: String, _ password: String, _ queue: String) async -> Bool {
    var impatient = broker
    impatient.operationTimeout = .milliseconds(1_000)
    do {
      return try await impatient.with(user: user, password: password) { connection in
        _ = try await connection.queueInfo(queue)
        _ = try await connection.consume(queue)
        return true
      }
    } catch { return false }
  }

  @Test("Two users work until it is finished; then the former one is out, also where it is connected")
  func rotation() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let store = OrganisationStore(outbox.pool)
      let check = PartnerCheck(broker: broker.administration, keyring: .test)
      let organisation = organisation(501)
      let first = try await registration.register(organisation, password: "of-the-first")
      let second = try await registration.rotate(organisation.number)
      let password = try #require(second.password)
      #expect(second.queue == first.queue && second.exchange == first.exchange && second.formerUser == first.user)
      #expect(await reads(broker, first.user, "of-the-first", first.queue))
      #expect(await reads(broker, second.user, password, first.queue))
      #expect(try await check.findings(#require(try await store.find(organisation.number))) == [])
      await #expect(throws: PartnerRegistration.RotationFault.unfinished(former: first.user)) {
        try await registration.rotate(organisation.number)
      }
      // Registering again, as a repair does, takes nothing from either.
      try await registration.register(organisation)
      #expect(await reads(broker, first.user, "of-the-first", first.queue))
      let connection = AMQPConnection(broker.configuration(user: first.user, password: "of-the-first"), logger: quiet)
      _ = try await connection.consume(first.queue)
      let open = "/api/connections/username/\(first.user)"
      try await waitFor("the broker to list the connection") { try await broker.server.manage("GET", open) != "[]" }
      #expect(try await registration.finishRotation(organisation.number) == first.user)
      try await waitFor("its connection to be closed") {
        // Of a user that is not there the broker says so.
        (try? await broker.server.manage("GET", open)).map { $0 == "[]" } ?? true
      }
      await connection.close()
      #expect(await reads(broker, first.user, "of-the-first", first.queue) == false)
      #expect(await reads(broker, second.user, password, first.queue))
      #expect(try await broker.administration.tags(of: first.user) == nil)
      #expect(try await check.findings(#require(try await store.find(organisation.number))) == [])
      await #expect(throws: PartnerRegistration.RotationFault.notBegun) {
        try await registration.finishRotation(organisation.number)
      }
      // And back to the name of before.
      #expect(try await registration.rotate(organisation.number).user == first.user)
      await #expect(throws: PartnerRegistration.RotationFault.unknown("00000099000000000999")) {
        try await registration.rotate("00000099000000000999")
      }
    }
  }

  @Test("One that is suspended gets another user that may do nothing until it is let in again")
  func suspended() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let organisation = organisation(502)
      let first = try await registration.register(organisation, password: "of-the-first")
      #expect(try await registration.suspend(organisation.number))
      let second = try await registration.rotate(organisation.number)
      let password = try #require(second.password)
      #expect(await reads(broker, second.user, password, first.queue) == false)
      _ = try await registration.finishRotation(organisation.number)
      #expect(try await registration.resume(organisation.number))
      #expect(await reads(broker, second.user, password, first.queue))
      #expect(await reads(broker, first.user, "of-the-first", first.queue) == false)
    }
  }

  @Test("A rotation that goes on too long, and a user that nobody gave it, are found")
  func findings() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let store = OrganisationStore(outbox.pool)
      let check = PartnerCheck(broker: broker.administration, keyring: .test)
      let organisation = organisation(503)
      try await registration.register(organisation, password: "of-the-first")
      let second = try await registration.rotate(organisation.number)
      try await outbox.execute("update recipient set rotated_at = rotated_at - interval '31 days 1 hour'")
      func codes() async throws -> [PartnerCheck.Finding.Code] {
        try await check.findings(#require(try await store.find(organisation.number))).map(\.code)
      }
      #expect(try await codes() == [.formerUser])
      // As if it had been killed before the database knew.
      try await outbox.execute(
        "update recipient set username = former_username, former_username = null, rotated_at = null"
      )
      #expect(try await codes() == [.strayUser])
      try await registration.register(organisation)
      #expect(try await codes() == [])
      #expect(try await broker.administration.tags(of: second.user) == nil)
    }
  }
}

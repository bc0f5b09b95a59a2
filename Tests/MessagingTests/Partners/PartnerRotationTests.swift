import AMQP
import CaseCore
import LocalServices
import Postgres
import StoreBase
import TestServices
import Testing

@testable import Messaging

@Suite("Another password for a partner", .timeLimit(.minutes(5)))
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

  @Test("A rotation that broke off is not finished but completed: it never has no user")
  func brokenOff() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let organisation = organisation(504)
      let first = try await registration.register(organisation, password: "of-the-first")
      let second = try await registration.rotate(organisation.number)
      // As if it had been killed before the user was there, and then before it had rights.
      for isThere in [false, true] {
        try await broker.administration.removeUser(second.user)
        if isThere { try await broker.administration.setPassword("known-to-nobody", of: second.user) }
        await #expect(throws: PartnerRegistration.RotationFault.incomplete(user: second.user)) {
          try await registration.finishRotation(organisation.number)
        }
        #expect(await reads(broker, first.user, "of-the-first", first.queue))
        let completed = try await registration.rotate(organisation.number)
        #expect(completed.user == second.user && completed.formerUser == first.user)
        #expect(await reads(broker, second.user, try #require(completed.password), first.queue))
      }
      #expect(try await registration.finishRotation(organisation.number) == first.user)
    }
  }

  @Test("A user that another installation has, or may have, keeps its password and its rights")
  func taken() async throws {
    try await Outbox.with { outbox in
      let (broker, other) = (try await Broker.fresh(), try await Broker.fresh())
      let registration = PartnerRegistration(
        organisations: OrganisationStore(outbox.pool, keyring: .test),
        broker: broker.administration,
        keyring: .test
      )
      let organisation = organisation(505)
      try await registration.register(organisation)
      let user = PartnerNames.users(of: organisation.number)[1]
      let fault = PartnerRegistration.RotationFault.taken(user: user)
      func isRefused() async {
        await #expect(throws: fault) { try await registration.rotate(organisation.number) }
      }
      let theirs = UserPermissions(reading: ["q"], writing: "theirs")
      try await other.administration.makeQueue("q")
      try await other.administration.setPassword("theirs", of: user)
      // Shut out there.
      await isRefused()
      try await other.administration.grant(theirs, to: user)
      await isRefused()
      // Beside this installation in one virtual host.
      try await broker.administration.grant(theirs, to: user)
      try await other.administration.revoke(user)
      await isRefused()
      try await registration.register(organisation)
      #expect(try await broker.administration.permissions(of: user) == theirs)
      #expect(try await registration.remove(organisation.number, by: "x", reason: "x"))
      #expect(try await broker.administration.permissions(of: user) == theirs)
      try await other.administration.grant(theirs, to: user)
      #expect(await reads(other, user, "theirs", "q"))
      try await other.administration.removeUser(user)
      try await broker.administration.removeUser(user)
    }
  }

  @Test("A user that works elsewhere too gets no other password; another user does") func shared() async throws {
    try await Outbox.with { outbox in
      let (broker, other) = (try await Broker.fresh(), try await Broker.fresh())
      let registration = PartnerRegistration(
        organisations: OrganisationStore(outbox.pool, keyring: .test),
        broker: broker.administration,
        keyring: .test
      )
      let organisation = organisation(506)
      let first = try await registration.register(organisation, password: "of-both")
      try await registration.register(organisation, password: "of-both-now")
      try await other.administration.makeQueue("q")
      try await other.administration.grant(UserPermissions(reading: ["q"], writing: "theirs"), to: first.user)
      await #expect(throws: SharedUser(user: first.user)) {
        try await registration.register(organisation, password: "of-this-one")
      }
      // The one that it has is no other.
      try await registration.register(organisation, password: "of-both-now")
      #expect(await reads(other, first.user, "of-both-now", "q"))
      #expect(await reads(broker, first.user, "of-both-now", first.queue))
      // Without a password it is made right as before, and another user is of this installation alone.
      try await registration.register(organisation)
      let second = try await registration.rotate(organisation.number)
      #expect(try await registration.finishRotation(organisation.number) == first.user)
      try await registration.register(organisation, password: "of-this-one")
      #expect(await reads(broker, second.user, "of-this-one", first.queue))
      #expect(await reads(other, first.user, "of-both-now", "q"))
      try await other.administration.removeUser(first.user)
    }
  }

  @Test(
    "A user for a certificate has no password, and a name that is given once; a rotation makes either kind of the other"
  )
  func certificates() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let store = OrganisationStore(outbox.pool, keyring: .test)
      let registration = PartnerRegistration(organisations: store, broker: broker.administration, keyring: .test)
      let check = PartnerCheck(broker: broker.administration, keyring: .test)
      let organisation = organisation(507)
      let number = organisation.number
      func finish() async throws {
        #expect(try await check.findings(#require(try await store.find(number))) == [])
        _ = try await registration.finishRotation(number)
      }
      let first = try await registration.register(organisation, login: .certificate)
      #expect(first.isByCertificate && first.password == nil)
      #expect(try await !broker.administration.hasPassword(first.user))
      // The same again changes nothing, and somebody's password is taken away.
      try await broker.administration.setPassword("geheim", of: first.user)
      #expect(try await check.findings(#require(try await store.find(number))).map(\.code) == [.userPassword])
      #expect(try await registration.register(organisation).user == first.user)
      #expect(try await !broker.administration.hasPassword(first.user))
      await #expect(throws: OtherLogin(user: first.user, kind: .certificate)) {
        try await registration.register(organisation, password: "geheim")
      }
      let second = try await registration.rotate(number)
      // As if it had been killed before the user was there.
      try await broker.administration.removeUser(second.user)
      await #expect(throws: PartnerRegistration.RotationFault.otherKind(user: second.user)) {
        try await registration.rotate(number, to: .password)
      }
      #expect(try await registration.rotate(number).user == second.user)
      #expect(try await !broker.administration.hasPassword(second.user))
      try await finish()
      let third = try await registration.rotate(number, to: .password)
      #expect(!third.isByCertificate && third.password != nil && third.user == PartnerNames.user(of: number))
      try await finish()
      await #expect(throws: OtherLogin(user: third.user, kind: .password)) {
        try await registration.register(organisation, login: .certificate)
      }
      let fourth = try await registration.rotate(number, to: .certificate)
      #expect(try await registration.remove(number, by: "x", reason: "x"))
      for access in [first, second, third, fourth] {
        #expect(try await broker.administration.tags(of: access.user) == nil)
      }
      let fifth = try await registration.register(organisation, login: .certificate)
      #expect(Set([first, second, fourth, fifth].map(\.user)).count == 4)
      #expect(try await store.find(number)?.user == fifth.user)
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

import AMQP
import CaseCore
import LocalServices
import Outbox
import Postgres
import StoreBase
import TestServices
import Testing

@testable import Messaging

@Suite("The end of a partner, and a beginning that fails", .timeLimit(.minutes(5)))
struct PartnerRemovalTests {
  private func organisation(_ index: Int) -> Organisation {
    Organisation(number: Outbox.number(index), name: "Organisatie", region: "Regio", roles: ["partner"])
  }

  @Test("An approval that lapses at the last moment of a removal leaves the partner as it was")
  func lapsed() async throws {
    struct Withdrawn: Error {}
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      func registration(on approval: Approval?) -> PartnerRegistration {
        let store = OrganisationStore(outbox.pool, keyring: .test, on: approval)
        return PartnerRegistration(organisations: store, broker: broker.administration, keyring: .test)
      }
      let organisation = organisation(419)
      let access = try await registration(on: nil).register(organisation)
      let approval = Approval(proposal: 1) { _ in throw Withdrawn() }
      await #expect(throws: StoreError.self) {
        try await registration(on: approval).remove(organisation.number, by: "x", reason: "x")
      }
      #expect(try await OrganisationStore(outbox.pool).find(organisation.number)?.isSuspended == false)
      #expect(try await broker.administration.permissions(of: access.user) != nil)
      try await registration(on: nil).remove(organisation.number, by: "x", reason: "x")
    }
  }

  @Test(
    "One that is removed has nothing on the broker, and nobody tries to reach it; entered again it is told what waited"
  )
  func removal() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let store = OrganisationStore(outbox.pool, keyring: .test)
      let registration = PartnerRegistration(organisations: store, broker: broker.administration, keyring: .test)
      let organisation = organisation(401)
      let access = try await registration.register(organisation, password: "of-the-first")
      _ = try await registration.rotate(organisation.number)
      #expect(try await registration.remove(organisation.number, by: "J. Jansen", reason: "samengevoegd"))
      for queue in [access.queue, access.exchange.replacing("in.", with: "opdrachten.")] {
        #expect(try await broker.administration.queue(queue) == nil)
      }
      for user in PartnerNames.users(of: organisation.number) {
        #expect(try await broker.administration.tags(of: user) == nil)
      }
      let exchanges = try await broker.server.manage("GET", "/api/exchanges/\(broker.virtualHost)")
      #expect(!exchanges.contains(access.exchange))
      #expect(try await store.all() == [])
      #expect(try await store.senders().isEmpty)
      let account = try #require(try await store.removal(of: organisation.number))
      #expect(account.by == "J. Jansen" && account.reason == "samengevoegd")
      let removed = try await store.removed().map(\.organisation)
      #expect(removed == [organisation])
      // Nothing of who and why in plain.
      #expect(
        try await outbox.number("select count(*) from organisation where organisation::text like '%Jansen%'") == 0
      )
      // Again: there is nothing left to do, and that is no fault.
      #expect(try await registration.remove(organisation.number, by: "x", reason: "x") == false)
      let other = try await outbox.register(402)
      try await broker.administration.makeQueue(Outbox.queue(of: other))
      try await outbox.tell(organisation.number, count: 2)
      try await outbox.tell(other)
      try await withRelay(outbox, broker) {
        try await waitFor("the other to be told") {
          try await outbox.number("select confirmed_sequence from recipient where organisation = \(other)") == 1
        }
      }
      #expect(try await RelayStore(outbox.pool).statistics().map(\.organisation) == [other])
      #expect(
        try await outbox.number(
          "select failures + last_sequence from recipient where organisation = \(organisation.number)"
        )
          == 0
      )
      let again = try await registration.register(organisation)
      #expect(again.password != nil && again.queue == access.queue && again.user == access.user)
      try await withRelay(outbox, broker) {
        try await waitFor("all to be told") { try await outbox.isAllTold() }
      }
      #expect(try await broker.take(2, from: again.queue).map(\.sequence) == [1, 2])
    }
  }

  @Test(
    "A removal that broke off after the directory is completed: also the former queue, and also by entering it again"
  )
  func brokenOff() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let store = OrganisationStore(outbox.pool, keyring: .test)
      let registration = PartnerRegistration(organisations: store, broker: broker.administration, keyring: .test)
      let organisation = organisation(403)
      for isEnteredAgain in [false, true] {
        let access = try await registration.register(organisation)
        let former = "events.former"
        try await broker.administration.makeQueue(former)
        try await outbox.execute("update recipient set former_queue = \(former), moved_at = clock_timestamp()")
        let second = try await registration.rotate(organisation.number)
        #expect(try await store.remove(organisation.number, by: "x", reason: "x"))
        if isEnteredAgain {
          #expect(try await registration.register(organisation).formerQueue == nil)
          let known = try #require(try await store.find(organisation.number))
          #expect(known.users == [access.user] && known.formerQueue == nil)
          #expect(try await broker.administration.queue(access.queue) != nil)
        } else {
          #expect(try await registration.remove(organisation.number, by: "x", reason: "x") == false)
          #expect(try await broker.administration.queue(access.queue) == nil)
          #expect(try await broker.administration.tags(of: access.user) == nil)
        }
        #expect(try await broker.administration.queue(former) == nil)
        #expect(try await broker.administration.tags(of: second.user) == nil)
      }
    }
  }

  @Test("It is looked at when it is shut out; one that may not be removed is let in again")
  func checked() async throws {
    struct Obstacle: Error {}
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let store = OrganisationStore(outbox.pool, keyring: .test)
      let registration = PartnerRegistration(organisations: store, broker: broker.administration, keyring: .test)
      let number = organisation(404).number
      let access = try await registration.register(organisation(404))
      for isSuspended in [false, true] {
        if isSuspended { _ = try await registration.suspend(number) }
        await #expect(throws: Obstacle.self) {
          try await registration.remove(number, by: "x", reason: "x") { _ in
            #expect(try await store.isSuspended(number))
            #expect(try await broker.administration.permissions(of: access.user) == nil)
            throw Obstacle()
          }
        }
        #expect(try await store.find(number)?.isSuspended == isSuspended)
        #expect(try await (broker.administration.permissions(of: access.user) == nil) == isSuspended)
      }
    }
  }

  @Test("What fails halfway takes away what it has made, and no more than that")
  func rolledBack() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      // The database refuses such a number, after the broker has all.
      let wrong = Organisation(
        number: "verkeerd-\(broker.virtualHost)",
        name: "Naam",
        region: "Regio",
        roles: ["partner"]
      )
      let names = PartnerNames(of: wrong.number, keyring: .test)
      await #expect(throws: StoreError.self) { try await registration.register(wrong) }
      #expect(try await broker.administration.queue(names.events) == nil)
      #expect(try await broker.administration.queue(names.commands) == nil)
      #expect(try await broker.administration.tags(of: PartnerNames.user(of: wrong.number)) == nil)
      #expect(try await !broker.server.manage("GET", "/api/exchanges/\(broker.virtualHost)").contains(names.entrance))
      // What was there before stays.
      try await broker.administration.makeQueue(names.events)
      await #expect(throws: StoreError.self) { try await registration.register(wrong) }
      #expect(try await broker.administration.queue(names.events) != nil)
    }
  }
}

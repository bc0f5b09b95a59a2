import CaseCore
import Postgres
import StoreBase
import TestServices
import Testing

@testable import Messaging

@Suite("Commands about one partner at once", .timeLimit(.minutes(5)))
struct PartnerLockTests {
  private func organisation(_ index: Int) -> Organisation {
    Organisation(number: Outbox.number(index), name: "Organisatie", region: "Regio", roles: ["partner"])
  }

  @Test("They come one after the other; others do not wait for them, and who waits too long is told")
  func oneByOne() async throws {
    try await Outbox.with { outbox in
      let store = OrganisationStore(outbox.pool)
      let (entered, end) = (Signal(false), Signal(false))
      async let first: Void = store.exclusively("a") {
        entered.update { $0 = true }
        try await end.wait(for: "the end") { $0 }
      }
      try await entered.wait(for: "the first to have its turn") { $0 }
      await #expect(throws: OrganisationStore.Busy.self) {
        try await store.exclusively("a", limit: .zero) {}
      }
      try await store.exclusively("b", limit: .zero) {}
      async let second: Void = store.exclusively("a") {}
      end.update { $0 = true }
      _ = try await (first, second)
      // A body that fails leaves no lock behind.
      await #expect(throws: CancellationError.self) { try await store.exclusively("a") { throw CancellationError() } }
      try await store.exclusively("a", limit: .zero) {}
    }
  }

  @Test("One that was removed comes back by being entered, and by nothing else")
  func staysRemoved() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let store = OrganisationStore(outbox.pool, keyring: .test)
      let registration = PartnerRegistration(organisations: store, broker: broker.administration, keyring: .test)
      let organisation = organisation(601)
      let access = try await registration.register(organisation)
      try await registration.remove(organisation.number, by: "x", reason: "x")
      #expect(try await store.change(organisation, queue: access.queue, commands: nil) == false)
      #expect(try await registration.repair(organisation.number) == false)
      #expect(try await registration.resume(organisation.number) == false)
      #expect(try await store.all() == [])
      // Under way while it is removed: whatever comes first, it is gone in the end.
      for _ in 0..<4 {
        try await registration.register(organisation)
        async let repaired = registration.repair(organisation.number)
        async let resumed = registration.resume(organisation.number)
        async let removed = registration.remove(organisation.number, by: "x", reason: "x")
        _ = try await (repaired, resumed, removed)
        #expect(try await store.all() == [])
        #expect(try await broker.administration.queue(access.queue) == nil)
        #expect(try await broker.administration.tags(of: access.user) == nil)
      }
    }
  }

  @Test("One that is suspended stays so, whatever else is under way")
  func staysSuspended() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let organisation = organisation(602)
      try await registration.register(organisation)
      for _ in 0..<4 {
        async let rotated = registration.rotate(organisation.number)
        async let repaired = registration.repair(organisation.number)
        async let suspended = registration.suspend(organisation.number)
        _ = try await (rotated, repaired, suspended)
        for user in PartnerNames.users(of: organisation.number) {
          #expect(try await broker.administration.permissions(of: user) == nil)
        }
        _ = try await registration.finishRotation(organisation.number)
        #expect(try await registration.resume(organisation.number))
      }
    }
  }
}

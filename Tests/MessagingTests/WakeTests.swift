import Foundation
import Messaging
import Outbox
import Postgres
import ServiceLifecycle
import StoreBase
import TestServices
import Testing

@Suite("Wakes", .timeLimit(.minutes(5)))
struct WakeTests {
  private static let never = Duration.seconds(3_600)

  @Test("A commit here wakes the loops of another process")
  func betweenProcesses() async throws {
    try await Outbox.with { outbox in
      let (here, there) = (Wakes(), Wakes())
      let heard = Signal<Set<String>>([])
      await withTaskGroup { group in
        for wakes in [here, there] {
          let broadcast = WakeBroadcast(
            pool: outbox.pool,
            listeningWith: outbox.configuration,
            wakes: wakes,
            logger: quiet
          )
          group.addTask { await broadcast.run() }
        }
        for (name, wake) in [("outbox", there.outbox), ("timers", there.timers)] {
          group.addTask {
            // The first wake is that of the connection; only one behind it can come from a notification.
            await wake.wait(atMost: Self.never)
            heard.update { $0.insert("\(name) connected") }
            await wake.wait(atMost: Self.never)
            heard.update { $0.insert(name) }
          }
        }
        await #expect(throws: Never.self) {
          try await heard.wait(for: "the other process to listen") { $0.count == 2 }
          here.outbox.signal()
          try await heard.wait(for: "the outbox's wake") { $0.contains("outbox") }
          #expect(!heard.value.contains("timers"))
          here.timers.signal()
          try await heard.wait(for: "the timers' wake") { $0.contains("timers") }
        }
        group.cancelAll()
      }
    }
  }

  @Test("A woken relay does not wait for its sweep; asked to shut down it gives its leases back")
  func relayWakesAndStops() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let organisation = try await outbox.register(0)
      try await broker.administration.makeQueue(Outbox.queue(of: organisation))
      var configuration = RelayConfiguration()
      configuration.sweep = Self.never
      let wake = Wake()
      try await broker.with { connection in
        let relay = Relay(
          store: RelayStore(outbox.pool),
          broker: connection,
          wake: wake,
          source: .test,
          configuration: configuration,
          logger: quiet
        )
        let group = ServiceGroup(services: [relay], logger: quiet)
        let running = Task { try await group.run() }
        for _ in 0..<3 {
          try await outbox.tell(organisation, count: 700)
          wake.signal()
          try await waitFor("all events to be told") { try await outbox.isAllTold() }
        }
        try await outbox.tell(organisation, count: 20_000)
        wake.signal()
        try await waitFor("the relay to be at work") {
          try await outbox.number("select count(*) from recipient where lease is not null") == 1
        }
        await group.triggerGracefulShutdown()
        try await running.value
      }
      #expect(try await outbox.number("select count(*) from recipient where lease is not null") == 0)
      let confirmed = try await outbox.number("select confirmed_sequence from recipient")
      let queue = Outbox.queue(of: organisation)
      let received = try await broker.take(broker.messages(in: queue), from: queue)
      #expect(received.map(\.sequence) == Array(1...confirmed), "what arrived is what was marked")
    }
  }
}

import Foundation
import LocalServices
import TestServices
import Testing

/// A port that was free when it was looked for, and is not when the service wants it.
@Suite struct TakenPortTests {
  @Test func postgresStartsOnAnotherPort() async throws {
    let taken = try TakenPort()
    let asked = Signal(0)
    let postgres = try await LocalPostgres.start(in: .temporary, durability: .relaxed) {
      Self.port(asked, takenFor: [1], taken)
    }
    #expect(postgres.port != taken.number && asked.value == 2)
    #expect(try await postgres.psql("SELECT 1") == "1")
    await postgres.stop()
  }

  @Test(arguments: [("AMQP", 1), ("Erlang", 3)]) func brokerStartsOnOtherPorts(port: String, place: Int) async throws {
    let taken = try TakenPort()
    let asked = Signal(0)
    let broker = try await LocalBroker.start(in: .temporary) { Self.port(asked, takenFor: [place], taken) }
    #expect(broker.amqpPort != taken.number && asked.value == 6)
    #expect(try await broker.manage("GET", "/api/vhosts").contains("name"))
    await broker.stop()
  }

  @Test func keptFolderIsUsedAgain() async throws {
    try await withFolder { folder in
      let taken = try TakenPort()
      let asked = Signal(0)
      let postgres = try await LocalPostgres.start(in: .kept(folder), durability: .relaxed) {
        Self.port(asked, takenFor: [1], taken)
      }
      #expect(try await postgres.psql("SELECT 1") == "1")
      await postgres.stop()
    }
  }

  @Test func givesUpWithTheLastReasonAndLeavesNothing() async throws {
    let taken = try TakenPort()
    let asked = Signal(0)
    let failure = await #expect(throws: LocalServiceError.self) {
      try await LocalBroker.start(in: .temporary) { Self.port(asked, takenFor: [3, 6, 9], taken) }
    }
    #expect(asked.value == 9)
    guard case .notStarted("RabbitMQ", .ended, let log) = failure else {
      Issue.record("another failure: \(String(reflecting: failure))")
      return
    }
    #expect(log.contains { $0.contains("eaddrinuse") })
    #expect(Processes(naming: "\(taken.number)").ids.isEmpty)
  }

  /// The next port: the taken one when it is asked for the times given, else one that is free.
  private static func port(_ asked: Signal<Int>, takenFor times: Set<Int>, _ taken: TakenPort) -> Int {
    asked.update { $0 += 1 }
    return times.contains(asked.value) ? taken.number : LocalServices.freePort()
  }
}

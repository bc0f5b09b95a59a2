import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing
import Timers

/// An instance that stands still while it writes: a frozen virtual machine, a cut cable.
@Suite("A sender that is frozen", .timeLimit(.minutes(3))) struct FrozenSenderTests {
  /// More than one write, so that the round trip ends neither with the first nor in it.
  private static let cases = 60
  /// The end of a round trip is a message of five bytes, the sync that commits. Whoever is frozen within that holds what it wrote.
  private static let sync = 5

  @Test("holds no case, at whatever byte of its trips it stands still: another fires what is due, once")
  func anywhere() async throws {
    let office = try await Office(connections: 2)
    let length = try await sent(by: office)
    var patience = office.configuration
    patience.lockTimeout = .seconds(1)
    let other = try Office(patience, connections: 1, keyring: office.keyring)
    for cut in stride(from: length / 12, to: length - Self.sync, by: length / 12) + [length - 2 * Self.sync] {
      try await office.applyMany(Self.cases)
      _ = try await office.clock.advance(microseconds: 90 * Office.day)
      let due = try await Self.due(in: office)
      let proxy = try StallingProxy(to: office.configuration)
      // Long enough for a busy machine to send the bytes before the cut one after the other.
      let frozen = try await Self.colleague(of: office, through: proxy, forgotten: .seconds(2))
      proxy.stall(after: cut)
      let firing = Task { try await frozen.door.fire(due) }
      try await proxy.isStalled.wait(for: "the sender to stand still") { $0 }
      try await waitFor("the others to fire what is due, when \(cut) of \(length) bytes were sent") {
        try await other.door.fire(due).allSatisfy { if case .success = $0.outcome { true } else { false } }
      }
      proxy.close()
      _ = await #expect(throws: StoreError.self) { try await firing.value }
      await frozen.pool.close()
    }
    await other.pool.close()
    #expect(try await office.count("select count(*) from timer where outcome is null") == 0)
    #expect(try await office.verify().faults == [])
  }

  /// How many bytes it takes to fire as many cases as are fired here each time.
  private func sent(by office: Office) async throws -> Int {
    try await office.applyMany(Self.cases)
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    let due = try await Self.due(in: office)
    let proxy = try StallingProxy(to: office.configuration)
    let colleague = try await Self.colleague(of: office, through: proxy)
    let before = proxy.passed
    _ = try await colleague.door.fire(due)
    let length = proxy.passed - before
    await colleague.pool.close()
    return length
  }

  private static func due(in office: Office) async throws -> [UUID] {
    try await office.list("select distinct case_id from timer where outcome is null", as: UUID.self)
  }

  /// With one connection, which is open.
  /// - Parameter forgotten: how long after it stood still the server ends its transaction.
  private static func colleague(
    of office: Office,
    through proxy: StallingProxy,
    forgotten: Duration? = nil
  ) async throws -> Office {
    var configuration = proxy.configuration
    configuration.idleTransactionTimeout = forgotten ?? configuration.idleTransactionTimeout
    let colleague = try Office(configuration, connections: 1, keyring: office.keyring)
    try await colleague.pool.withConnection { _ = try $0.query("select 1") }
    return colleague
  }
}

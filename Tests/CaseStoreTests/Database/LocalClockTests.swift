import CaseCore
import Foundation
import LocalTime
import Postgres
import StoreBase
import StoreSchema
import TestOffice
import TestServices
import Testing

@Suite("The clock that can be moved") struct LocalClockTests {
  private static let day: Int64 = 86_400_000_000

  @Test("advancing moves it for all who use the database, and forward only") func advance() async throws {
    let office = try await Office()
    let colleague = try Office(office.configuration, keyring: office.keyring)
    let before = try await office.clock.now()
    let after = try await office.clock.advance(microseconds: 90 * Self.day)
    #expect(after.microseconds(since: before) >= 90 * Self.day)
    #expect(try await colleague.clock.now() >= after)
    _ = try await colleague.apply()
    let recorded = try await office.read("select recorded_at from journal", as: PostgresTimestamp.self)
    #expect(recorded.map { $0.microsecondsSince1970 >= after.microseconds } == true)
    await #expect(throws: PostgresError.self) { try await office.tamper("update local_clock set ahead = '-1 second'") }
  }

  @Test("two who move it at once move it twice") func twice() async throws {
    let office = try await Office()
    async let one = office.clock.advance(microseconds: Self.day)
    async let other = office.clock.advance(microseconds: Self.day)
    _ = try await (one, other)
    #expect(try await office.read("select ahead = interval '48 hours' from local_clock", as: Bool.self) == true)
  }

  @Test("a production start refuses it, a local one asks for it") func required() async throws {
    let local = try await Office()
    try await ClockCheck.require(movable: true, in: local.pool)
    await #expect { try await ClockCheck.require(movable: false, in: local.pool) } throws: { error in
      if case StoreError.movableClock(present: true) = error { true } else { false }
    }
    let database = try await TestServices.freshDatabase()
    let configuration = try PostgresConfiguration(connectionString: database.connectionString)
    _ = try await Migrator(PostgresConnection.open(configuration)).migrate()
    let production = try Office(configuration)
    try await ClockCheck.require(movable: false, in: production.pool)
    await #expect { try await ClockCheck.require(movable: true, in: production.pool) } throws: { error in
      if case StoreError.movableClock(present: false) = error { true } else { false }
    }
  }
}

import CaseCore
import Foundation
import LocalServices
import LocalTime
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing
import Timers

@Suite("A deadline loop and its server", .timeLimit(.minutes(3))) struct LoopRoundTests {
  private static let interrupted = "a part of the service is interrupted"
  private static let goesOn = "a part of the service goes on"

  @Test("it sleeps while nothing is due: one query for each wake, and none of its own") func sleeps() async throws {
    try await TestServices.privatePostgres(settings: ["shared_preload_libraries": "pg_stat_statements"]) { server in
      let configuration = try PostgresConfiguration(connectionString: server.connectionString())
      try await Office.prepare(configuration)
      let office = try Office(configuration)
      try await office.tamper("create extension pg_stat_statements")
      let alias = try await office.apply().alias
      let wake = Wakes().timers
      var loops = Loops(office: office, wake: wake)
      loops.settings.sweep = .seconds(3_600)
      try await loops.running {
        try await waitFor("the first query") { try await Self.queries(office) == 1 }
        for number in 2...6 {
          wake.signal()
          try await waitFor("query \(number)") { try await Self.queries(office) >= number }
          _ = try await office.note(alias)
        }
      }
      #expect(try await Self.queries(office) == 6)
    }
  }

  private static func queries(_ office: Office) async throws -> Int {
    try await office.count(
      "select coalesce(sum(calls), 0)::bigint from pg_stat_statements where query like 'with clock as materialized%'"
    )
  }

  @Test("that the database is away it leaves to the pool to say; when it is back, what was missed fires")
  func outage() async throws {
    try await TestServices.privatePostgres(durability: .durable) { server in
      let configuration = try PostgresConfiguration(connectionString: server.connectionString())
      try await Office.prepare(configuration)
      let office = try Office(configuration)
      let loops = Loops(office: office)
      try await office.applyMany(5)
      try await loops.running {
        try await server.kill()
        try await loops.log.wait(for: "the outage") { !$0.isEmpty }
        try await server.restart()
        try await loops.log.wait(for: "its end") { $0.count >= 2 }
        _ = try await office.clock.advance(microseconds: 90 * Office.day)
        try await office.awaitFired(10)
      }
      #expect(loops.log.value == ["debug \(Self.interrupted)", "debug \(Self.goesOn)"])
      #expect(try await office.verify().faults == [])
    }
  }

  @Test("what else keeps it from its work it says once; and once that it goes on") func failure() async throws {
    let office = try await Office()
    let loops = Loops(office: office)
    _ = try await office.apply()
    try await loops.running {
      try await office.tamper("alter table timer rename to mislaid")
      try await loops.log.wait(for: "a word on the trouble") { !$0.isEmpty }
      try await office.tamper("alter table mislaid rename to timer")
      try await loops.log.wait(for: "a word on going on") { $0.count >= 2 }
      _ = try await office.clock.advance(microseconds: 90 * Office.day)
      try await office.awaitFired(2)
    }
    #expect(loops.log.value == ["warning \(Self.interrupted)", "notice \(Self.goesOn)"])
  }
}

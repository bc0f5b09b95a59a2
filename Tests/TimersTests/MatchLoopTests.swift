import CaseCore
import CaseDoor
import Foundation
import LocalTime
import Logging
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing
import Timers

/// They must fail when a loop compares nothing at a moment that came, when two loops tell a case twice, and when it waits for its next look
/// though people asked at once.
@Suite("The loop that compares cases", .timeLimit(.minutes(3))) struct MatchLoopTests {
  @Test("at each moment that came one of several loops compares, and each case is told once of each other")
  func moments() async throws {
    let regions = try await TwoRegions()
    let (_, other) = try await regions.ofOnePerson()
    try await Self.running(2, regions, sweep: .milliseconds(50)) {
      try await Self.awaitTold(2, regions)
      let third = try await regions.office.caseID(regions.office.apply().alias)
      try await regions.identify(third, by: Office.clerk, ["surname": "Amrani", "initials": "M."])
      _ = try await regions.office.clock.advance(microseconds: 5 * Office.day)
      try await Self.awaitTold(6, regions)
      // A later moment finds nothing new.
      let done = try await regions.office.count("select extract(epoch from done)::bigint from identity_round")
      _ = try await regions.office.clock.advance(microseconds: 5 * Office.day)
      try await waitFor("the next comparison") {
        try await regions.office.count("select extract(epoch from done)::bigint from identity_round") > done
      }
    }
    #expect(try await regions.office.count("select count(*) from journal where kind = 'matched'") == 6)
    #expect(try await regions.office.journal(of: other).count { $0.kind == "matched" } == 2)
    #expect(try await regions.office.verify().faults == [])
  }

  @Test("people who ask at once are answered before the next look") func atOnce() async throws {
    let regions = try await TwoRegions()
    // All moments that came are done.
    try await regions.office.tamper("update identity_round set done = 'infinity'")
    let (one, _) = try await regions.ofOnePerson()
    try await Self.running(1, regions, sweep: .seconds(3_600)) {
      for person in ["first", "second"] {
        var actor = Office.reviewer
        actor.subject = person
        _ = try await regions.office.give(
          "inquire",
          by: actor,
          to: .alias(regions.office.aliasOf(one, for: actor)),
          fields: ["answer": .string("yes")]
        )
      }
      try await Self.awaitTold(2, regions)
    }
  }

  private static func awaitTold(_ count: Int, _ regions: TwoRegions) async throws {
    try await waitFor("\(count) cases to be told") {
      try await regions.office.count("select count(*) from journal where kind = 'matched'") >= count
    }
  }

  private static func running(_ count: Int, _ regions: TwoRegions, sweep: Duration, _ body: () async throws -> Void)
    async throws
  {
    let office = regions.office
    let store = MatchStore(pool: office.pool, keyring: office.keyring)
    let tasks = (0..<count).map { index in
      let loop = MatchLoop(
        matcher: CaseMatcher(door: office.door, store: store, permission: MatchPermission(regions: ["oost", "west"])),
        store: store,
        moments: .standard,
        wake: index == 0 ? office.wakes.matches : Wake(),
        sweep: sweep,
        logger: Logger(label: "loop", factory: { _ in SwiftLogNoOpLogHandler() })
      )
      return Task { try await loop.run() }
    }
    defer { for task in tasks { task.cancel() } }
    try await body()
    for task in tasks {
      task.cancel()
      try await task.value
    }
  }
}

import CaseCore
import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import TestOffice
import TestServices
import Testing
import Timers

@Suite("The watchdog", .timeLimit(.minutes(3))) struct WatchdogTests {
  private static let silent = "deadlines: the sweep of this instance has stopped"
  private static let on = "\(Office.clerk.organisation) alarm.termijnen"
  private static let over = "\(Office.clerk.organisation) alarm.termijnen.opgeheven"

  /// The clerk's organisation administers the service.
  private func office() async throws -> Office {
    let office = try await Office()
    try await office.tamper(
      "update organisation set roles = roles || '{beheerder}' where number = \(Office.clerk.organisation)"
    )
    return office
  }

  @Test("a loop that has stopped: not well, one alarm for all who watch, and one all-clear when it goes on")
  func stopped() async throws {
    let office = try await office()
    let loops = Loops(office: office)
    let watch = Watch(office: office, heartbeat: loops.heartbeat, statements: .seconds(20))
    try await watch.running(2) { dogs in
      #expect(dogs[0].isWell && dogs[1].isWell)
      try await waitFor("both to find it") { !dogs[0].isWell && !dogs[1].isWell }
      try await watch.log.wait(for: "both to say so") { $0.count == 2 }
      try await waitFor("the alarm") { try await watch.told() == [Self.on] }
      try await loops.running {
        try await waitFor("both to be content") { dogs[0].isWell && dogs[1].isWell }
        try await waitFor("the all-clear") { try await watch.told().count > 1 }
      }
    }
    #expect(try await watch.told() == [Self.on, Self.over])
    #expect(
      watch.log.value.sorted() == [
        "error \(Self.silent)", "error \(Self.silent)", "notice deadlines: no longer so",
        "notice deadlines: no longer so",
      ]
    )
  }

  @Test("the table is locked: the loop stands still in it, the watchdog tells all the same") func locked() async throws
  {
    let office = try await office()
    _ = try await office.apply()
    let loops = Loops(office: office)
    let watch = Watch(office: office, heartbeat: loops.heartbeat)
    let holder = try await PostgresConnection.open(office.configuration)
    try await watch.running { dogs in
      try await loops.running {
        try await holder.execute(script: "begin; lock table timer in access exclusive mode")
        try await waitFor("the watchdog to find it") { !dogs[0].isWell }
        try await waitFor("the alarm") { try await watch.told() == [Self.on] }
        #expect(watch.log.value.first == "error \(Self.silent)")
        try await holder.execute(script: "rollback")
        try await waitFor("the watchdog to be content") { dogs[0].isWell }
        try await waitFor("the all-clear") { try await watch.told() == [Self.on, Self.over] }
      }
    }
  }

  @Test("a loop that looks and gets nothing done: what is due stays so") func behind() async throws {
    let office = try await office()
    _ = try await office.apply()
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    // Whoever has it does nothing with it, and lives.
    #expect(try await office.timers.claim(limit: 10, for: .seconds(3_600)).due.count == 1)
    let loops = Loops(office: office)
    let watch = Watch(office: office, heartbeat: loops.heartbeat)
    try await watch.running { dogs in
      try await loops.running {
        try await watch.log.wait(for: "the trouble") { !$0.isEmpty }
        #expect(watch.log.value == ["error deadlines: deadlines that are due are not carried out"])
        #expect(!dogs[0].isWell)
        try await waitFor("the alarm") { try await watch.told() == [Self.on] }
        try await office.tamper("update timer set claimed_until = '-infinity'")
        try await waitFor("the watchdog to be content") { dogs[0].isWell }
      }
    }
  }

  @Test("nobody administers the service: nobody is told, and it is not well all the same") func nobody() async throws {
    let office = try await Office()
    let watch = Watch(office: office, heartbeat: Heartbeat())
    try await watch.running { dogs in
      try await waitFor("the watchdog to find it") { !dogs[0].isWell }
      try await waitFor("the alarm") { try await office.count("select count(*) from alarm") == 1 }
    }
    #expect(try await watch.told() == [])
  }
}

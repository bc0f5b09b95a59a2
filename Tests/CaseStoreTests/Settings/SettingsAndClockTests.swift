import CaseCore
import CaseReading
import DeadlineAdministration
import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import StoreAdministration
import TestOffice
import Testing

/// Settings and the clock: what was due when settings began to hold is told by those of before.
@Suite("Settings and what was due before them", .timeLimit(.minutes(3))) struct SettingsAndClockTests {
  private static let day: Int64 = 86_400_000_000

  private func entries(_ office: Office) async throws -> [String] {
    try await office.list(
      "select name || coalesce(' ' || timer, '') from journal order by case_id, revision",
      as: String.self
    )
  }

  @Test(
    "a term that was over is told before it gets more time, and then once more; by the sweep and by a command alike",
    arguments: [true, false]
  )
  func moreTime(bySweep: Bool) async throws {
    let administrators = try await Administrators()
    let office = administrators.office
    let alias = try #require(try await office.apply().alias)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    let number = try await administrators.propose(Administrators.stalled(20))
    let plan = try await administrators.settingsService.plan(number, for: Administrators.second)
    _ = try await administrators.settingsService.approve(number, plan: plan.digest, by: Administrators.second)
    // Long after the new end too.
    _ = try await office.clock.advance(microseconds: 30 * Self.day)
    if bySweep {
      try await administrators.settingsService.bringUp()
    } else {
      _ = try await office.note(alias)
    }
    let told = try await entries(office)
    // The review begins anew when the term is over, and has the new length: 20 days from then on.
    #expect(Array(told.prefix(3)) == ["apply", "stalled 0", "stalled 1"])
    #expect(told.count(where: { $0 == "1" }) == 1)
    #expect(try await office.count("select count(*) from timer where outcome is null and at <= service_now()") == 0)
    #expect(try await office.verify().faults == [])
  }

  @Test(
    "a plan shows what becomes of a case after what is due has been told, whoever tells it first",
    arguments: [true, false]
  )
  func plan(isTold: Bool) async throws {
    let administrators = try await Administrators()
    let office = administrators.office
    let id = try await office.caseID(office.apply().alias)
    _ = try await office.clock.advance(microseconds: 11 * Self.day)
    if isTold { _ = try await office.door.fire([id]) }
    let planned = try await administrators.carryOut(administrators.propose(Administrators.stalled(40)))
    let only = try #require(planned.first?.deadlines.first)
    // The end has passed and was told, and will be once more.
    #expect(only.effect == .changed && !only.isOverdueAtOnce && only.warnsAgain == [0])
    #expect(try await office.stored(id).root.deadlines["stalled"]?.dueAt == only.newDue)
    #expect(try await entries(office) == ["apply", "stalled 0", "stalled 1", "1"])
  }

  @Test("a case that missed several settings comes through each of them") func several() async throws {
    let administrators = try await Administrators()
    let office = administrators.office
    let id = try await office.caseID(office.apply().alias)
    for days in [12, 14, 16] {
      let number = try await administrators.propose(Administrators.stalled(days))
      let plan = try await administrators.settingsService.plan(number, for: Administrators.second)
      _ = try await administrators.settingsService.approve(number, plan: plan.digest, by: Administrators.second)
    }
    let seen = try #require(try await office.view(id, for: Office.clerk))
    try await administrators.settingsService.bringUp()
    #expect(try await entries(office) == ["apply", "1", "2", "3"])
    #expect(try await office.stored(id).root.deadlines == seen.instance.root.deadlines)
    #expect(try await office.read("select settings_revision from case_file", as: Int64.self) == 3)
  }
}

import CaseCore
import DeadlineAdministration
import Foundation
import LocalTime
import Postgres
import TestOffice
import TestServices
import Testing

/// Proving and planning hold nothing up. What changes before the lock is there is seen under it.
@Suite("What changes while settings are proved", .timeLimit(.minutes(5))) struct MeanwhileTests {
  /// Begins something that comes as far as the lock, has `change` come in between, and lets it go on.
  private func during<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value,
    _ office: Office,
    _ change: (PostgresConnection) async throws -> Void
  ) async throws -> Value {
    let holder = try await PostgresConnection.open(office.configuration)
    try await holder.execute(script: "begin; select from directory_revision for update")
    let working = Task { try await work() }
    try await waitFor("the wait for the lock") {
      try await office.count(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      ) > 0
    }
    try await change(holder)
    try await holder.execute(script: "commit")
    return try await working.value
  }

  @Test("a case that changed: the plan is not that of now") func cases() async throws {
    let both = try await Administrators()
    let office = both.office
    let alias = try await office.apply().alias
    let number = try await both.propose(Administrators.stalled(5))
    _ = try await office.clock.advance(microseconds: 86_400_000_000)
    let plan = try await both.settingsService.plan(number, for: Administrators.second).digest
    let refusal = try await both.refusal {
      let approve = { @Sendable in try await both.settingsService.approve(number, plan: plan, by: Administrators.second)
      }
      // Its deadline begins again.
      _ = try await during(approve, office) { _ in _ = try await office.note(alias) }
    }
    let now = try await both.settingsService.plan(number, for: Administrators.second).digest
    #expect(refusal == .outdated(now: now) && now != plan)
    #expect(try await both.settingsService.deadlineSettings().revision == 0)
  }

  @Test("a region without organisations: nothing is set for it", arguments: [false, true])
  func directory(isApproving: Bool) async throws {
    let both = try await Administrators()
    let office = both.office
    try await office.tamper(
      "insert into organisation (number, name, region, roles) values ('00000099000000000083', 'x', 'west', '{clerk}')"
    )
    let number = try await both.propose(Administrators.stalled(5, region: "west"))
    let plan = try await both.settingsService.plan(number, for: Administrators.second).digest
    let refusal = try await both.refusal {
      let work = { @Sendable in
        if isApproving {
          _ = try await both.settingsService.approve(number, plan: plan, by: Administrators.second)
        } else {
          _ = try await both.propose(Administrators.stalled(6, region: "west"))
        }
      }
      try await during(work, office) { holder in
        try await holder.execute(script: "update organisation set region = 'oost' where region = 'west'")
      }
    }
    guard case .invalid? = refusal else {
      Issue.record("recorded for a region that is none: \(String(describing: refusal))")
      return
    }
  }
}

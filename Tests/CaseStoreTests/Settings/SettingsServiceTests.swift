import CaseCore
import CaseDoor
import DeadlineAdministration
import DeadlineTimers
import Foundation
import LocalTime
import OrderedCollections
import Postgres
import SettingsStore
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// Settings: one proposes, another approves what they have seen, and that is what happens.
@Suite("The service for settings") struct SettingsServiceTests {
  @Test("what the plan shows is what happens to each case, in its journal and its timers") func preview() async throws {
    let both = try await Administrators()
    let office = both.office
    let waiting = try await office.apply().alias
    let granted = try await office.apply().alias
    try await office.grant(granted)
    _ = try await office.clock.advance(microseconds: 6 * 86_400_000_000)
    let number = try await both.propose(Administrators.stalled(5))
    let planned = try await both.carryOut(number)
    let only = try #require(planned.first?.deadlines.first)
    #expect(planned.count == 1 && only.isOverdueAtOnce && only.name == DeadlineName("stalled"))
    let id = try await office.caseID(waiting)
    let instance = try await office.stored(id)
    #expect(instance.root.deadlines["stalled"]?.dueAt == only.newDue)
    #expect(try await office.runningTimers(id) == office.runningTimers(instance))
    // It is over by the new length, and told at once.
    let entries = try await office.journal(of: id).suffix(2)
    #expect(entries.map(\.kind) == ["configuration", "deadline"] && entries.map(\.name) == ["1", "stalled"])
    #expect(entries.first?.ground == "beheer")
    #expect(try await office.journal(of: office.caseID(granted)).allSatisfy { $0.kind == "command" })
    #expect(try await office.verify().faults == [])
  }

  @Test("what expires at once is shown, has to be said, and is kept; what was shown is what happens") func expireNow()
    async throws
  {
    let both = try await Administrators()
    let office = both.office
    let id = try await office.caseID(office.apply().alias)
    _ = try await office.clock.advance(microseconds: 6 * 86_400_000_000)
    let number = try await both.propose(Administrators.stalled(5))
    var planned: [PlannedSettings] = []
    let plan = try await both.settingsService.plan(number, for: Administrators.second) { planned.append($0) }
    let consequence = try #require(planned.first?.atOnce.first)
    #expect(consequence.deadline == "stalled" && consequence.told == ["Reviewer"])
    let refused = try await both.refusal {
      _ = try await both.settingsService.approve(number, plan: plan.digest, by: Administrators.second)
    }
    #expect(refused == .expiresNow(1))
    #expect(try await both.settingsService.deadlineSettings().revision == 0)
    _ = try await both.settingsService.approve(number, plan: plan.digest, expireNow: true, by: Administrators.second)
    try await both.settingsService.bringUp()
    _ = try await office.door.fire([id])
    let told = try #require(try await office.journal(of: id).last)
    #expect((told.kind, told.name, told.audience) == ("deadline", "stalled", ["reviewer"]))
    let kept = try await both.settingsService.approvedPlan(number, for: Administrators.first)
    #expect(kept.plan == plan && kept.cases.map(\.caseID) == [id] && kept.cases.first?.atOnce == [consequence])
    #expect(try await both.settingsService.irreversible(number, for: Administrators.first).count == 1)
    let texts = try await office.list("select encode(content, 'escape') from settings_plan", as: String.self)
    #expect(texts.count == 1 && !texts[0].contains("stalled"))
  }

  @Test("four eyes: not the author, not twice, and with the plan of now") func fourEyes() async throws {
    let both = try await Administrators()
    let alias = try await both.office.apply().alias
    let number = try await both.propose(Administrators.stalled(5))
    let plan = try await both.settingsService.plan(number, for: Administrators.first).digest
    let own = try await both.refusal {
      _ = try await both.settingsService.approve(number, plan: plan, by: Administrators.first)
    }
    #expect(own == .ownProposal)
    // What the plan counts on changes: the deadline begins again, a day later.
    _ = try await both.office.clock.advance(microseconds: 86_400_000_000)
    _ = try await both.office.note(alias)
    let outdated = try await both.refusal {
      _ = try await both.settingsService.approve(number, plan: plan, by: Administrators.second)
    }
    let now = try await both.settingsService.plan(number, for: Administrators.second).digest
    #expect(outdated == .outdated(now: now) && now != plan)
    #expect(try await both.settingsService.standing(for: Administrators.first).deadlineSettings.revision == 0)
    _ = try await both.settingsService.approve(number, plan: now, by: Administrators.second)
    let again = try await both.refusal {
      _ = try await both.settingsService.approve(number, plan: now, by: Administrators.second)
    }
    #expect(again == .settled(number))
  }

  @Test("a command that touches nothing in the plan leaves it as it is") func untouched() async throws {
    let both = try await Administrators()
    _ = try await both.office.apply()
    let other = try await both.office.apply().alias
    try await both.office.grant(other)
    let number = try await both.propose(Administrators.stalled(5))
    let plan = try await both.settingsService.plan(number, for: Administrators.second).digest
    let invited = try await both.office.give(
      "invite",
      by: Office.clerk,
      to: .alias(other ?? UUID()),
      fields: ["adviser": .string(Office.adviser.organisation)]
    )
    #expect(invited.revision != nil)
    _ = try await both.settingsService.approve(number, plan: plan, by: Administrators.second)
  }

  @Test("settings hold from the next command on, before anybody came to count the cases anew") func atOnce()
    async throws
  {
    let both = try await Administrators()
    let office = both.office
    let alias = try await office.apply().alias
    let number = try await both.propose(Administrators.stalled(5))
    let plan = try await both.settingsService.plan(number, for: Administrators.second).digest
    _ = try await both.settingsService.approve(number, plan: plan, by: Administrators.second)
    let fresh = try await office.apply().alias
    let noted = try await office.note(alias)
    #expect(noted.revision == 3)
    for alias in [alias, fresh] {
      let running = try #require(try await office.stored(office.caseID(alias)).root.deadlines["stalled"])
      #expect(running.dueAt == Amsterdam.startOfDay(Amsterdam.date(at: running.startedAt).adding(days: 6)))
    }
    #expect(try await both.settingsService.bringUp().done == 0)
  }

  @Test("a timer of before the settings has no effect, and one of after fires once") func firing() async throws {
    let both = try await Administrators()
    let office = both.office
    let id = try await office.caseID(office.apply().alias)
    let number = try await both.propose(Administrators.stalled(20))
    let plan = try await both.settingsService.plan(number, for: Administrators.second).digest
    _ = try await both.settingsService.approve(number, plan: plan, by: Administrators.second)
    _ = try await office.clock.advance(microseconds: 12 * 86_400_000_000)
    #expect(try await office.door.fire([id]).map { try $0.outcome.get() } == [[]])
    #expect(try await office.stored(id).root.deadlines["stalled"]?.generation == 2)
    #expect(try await office.journal(of: id).map(\.kind) == ["command", "configuration"])
  }

  @Test("undo is a proposal that brings the dates back") func undo() async throws {
    let both = try await Administrators()
    let office = both.office
    let id = try await office.caseID(office.apply().alias)
    let before = try await office.stored(id).root.deadlines["stalled"]?.dueAt
    let number = try await both.propose(Administrators.stalled(20))
    try await both.carryOut(number)
    #expect(try await office.stored(id).root.deadlines["stalled"]?.dueAt != before)
    let undo = try await both.settingsService.undo(number, reason: "It did not work", by: Administrators.first).number
    try await both.carryOut(undo)
    #expect(try await office.stored(id).root.deadlines["stalled"]?.dueAt == before)
    let standing = try await both.settingsService.standing(for: Administrators.first)
    #expect(standing.deadlineSettings.revision == 2 && standing.deadlineSettings.settings.isEmpty)
  }

  @Test("undo of what was not approved, and of what was set otherwise since, says so") func noUndo() async throws {
    let both = try await Administrators()
    let open = try await both.propose(Administrators.stalled(20))
    let early = try await both.refusal {
      _ = try await both.settingsService.undo(open, reason: "x", by: Administrators.first)
    }
    #expect(early == .notApproved(open))
    try await both.carryOut(open)
    let later = try await both.propose(Administrators.stalled(30))
    try await both.carryOut(later)
    let wiping = try await both.refusal {
      _ = try await both.settingsService.undo(open, reason: "x", by: Administrators.first)
    }
    #expect(wiping == .overtaken(open, by: later))
    try await both.carryOut(both.settingsService.undo(later, reason: "x", by: Administrators.first).number)
    try await both.carryOut(both.settingsService.undo(open, reason: "x", by: Administrators.first).number)
    #expect(try await both.settingsService.deadlineSettings().settings.isEmpty)
  }

  /// A setting replaces the whole of what was set at its place, and the plan shows dates.
  @Test("what was proposed before something else was set at its place is not approved", arguments: [true, false])
  func outlived(isUndo: Bool) async throws {
    let both = try await Administrators()
    let first = try await both.propose(Administrators.stalled(20))
    try await both.carryOut(first)
    let early =
      isUndo
      ? try await both.settingsService.undo(first, reason: "x", by: Administrators.first).number
      : try await both.propose(Administrators.stalled(25))
    let later = try await both.propose(Administrators.stalled(30))
    try await both.carryOut(later)
    let plan = try await both.settingsService.plan(early, for: Administrators.second).digest
    let refusal = try await both.refusal {
      _ = try await both.settingsService.approve(early, plan: plan, expireNow: true, by: Administrators.second)
    }
    #expect(refusal == .outlived(early, by: later))
    #expect(try await both.settingsService.deadlineSettings().revision == 2)
  }

  @Test("an administrator of a region sets what is that region's; others set nothing") func rights() async throws {
    let both = try await Administrators()
    let all = try await both.refusal {
      _ = try await both.propose(Administrators.stalled(5), by: Administrators.regional)
    }
    #expect(all == .otherRegion("oost"))
    _ = try await both.propose(Administrators.stalled(5, region: "oost"), by: Administrators.regional)
    let clerk = try await both.refusal { _ = try await both.propose(Administrators.stalled(5), by: Office.clerk) }
    #expect(clerk == .notAdministrator)
    var pretender = Office.clerk
    pretender.roles = ["hoofdbeheerder"]
    let claimed = try await both.refusal { [pretender] in _ = try await both.settingsService.standing(for: pretender) }
    #expect(claimed == .notAdministrator)
  }

  @Test("rejected and withdrawn proposals change nothing, and stay on record with who and why") func settled()
    async throws
  {
    let both = try await Administrators()
    let (one, two) = (
      try await both.propose(Administrators.stalled(5)), try await both.propose(Administrators.stalled(6))
    )
    let missing = try await both.refusal {
      _ = try await both.settingsService.reject(one, reason: " ", by: Administrators.second)
    }
    #expect(missing == .reasonMissing)
    for (reason, fault) in [
      ("\u{200b}\u{2800}", nil), ("x\n\nvoorstel 1: goedgekeurd door carla", TextFault.manyLines),
      ("x\u{1b}[2J", .control), ("x\u{202e}y", .direction), (String(repeating: "x", count: 1_001), .tooLong(1_000)),
    ] {
      let wanted = fault.map(SettingsRefusal.reasonInvalid) ?? .reasonMissing
      let rejected = try await both.refusal {
        _ = try await both.settingsService.reject(one, reason: reason, by: Administrators.second)
      }
      let proposed = try await both.refusal {
        _ = try await both.settingsService.propose([], reason: reason, by: Administrators.first)
      }
      #expect((rejected, proposed) == (wanted, wanted))
    }
    let others = try await both.refusal { _ = try await both.settingsService.withdraw(two, by: Administrators.second) }
    #expect(others == .othersProposal)
    let own = try await both.refusal {
      _ = try await both.settingsService.reject(one, reason: "x", by: Administrators.first)
    }
    #expect(own == .ownProposal)
    _ = try await both.settingsService.reject(one, reason: "Not now", by: Administrators.second)
    _ = try await both.settingsService.withdraw(two, by: Administrators.first)
    let standing = try await both.settingsService.standing(for: Administrators.first)
    guard case .rejected(let entry) = try standing.proposal(one).outcome else {
      Issue.record("not rejected")
      return
    }
    #expect(entry.content.subject == "bert" && entry.content.reason == "Not now")
    #expect(standing.deadlineSettings.revision == 0)
    let gone = try await both.refusal { _ = try await both.settingsService.plan(one, for: Administrators.first) }
    #expect(gone == .settled(one))
  }

  @Test("what administrators write is encrypted, and a changed entry is found") func journal() async throws {
    let both = try await Administrators()
    _ = try await both.propose(Administrators.stalled(5))
    _ = try await both.propose(Administrators.stalled(6))
    let texts = try await both.office.list(
      "select encode(content, 'escape') from settings_journal",
      as: String.self
    )
    #expect(texts.count == 2 && texts.allSatisfy { !$0.contains("planted-reason") && !$0.contains("anna") })
    #expect(try await both.office.verify().settings == 2)
    try await both.office.tamper(
      "update settings_journal set recorded_at = recorded_at + interval '1 day' where number = 1"
    )
    #expect(try await both.office.verify().settingsFaults == [1])
  }
}

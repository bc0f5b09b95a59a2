import CaseCore
import OrderedCollections
import SeededRandom
import Testing

/// What other settings do to a running case.
@Suite("Running cases and new settings") struct RecalculationTests {
  private func changes(_ play: Play, _ deadlineSettings: DeadlineSettings) throws -> [DeadlineChange] {
    try play.decider(deadlineSettings).recalculate(#require(play.instance))?.deadlines ?? []
  }

  private func typed(in state: String = "intake") throws -> Play {
    var play = try Play.lamp(in: state)
    play.workflow.caseType = "urgency"
    return play
  }

  @Test("a longer term counts from where it began; a warning that was given is given again") func longer() throws {
    var play = try typed()
    play.pass(days: 3)
    try play.mustFire("intake-limit", timer: 0)
    let longer = try Settings.applied(.set(Settings.place("intake-limit"), Settings.days(20)))
    let change = try #require(changes(play, longer).first)
    #expect(change.name == DeadlineName("intake-limit") && change.effect == .changed)
    #expect(change.newDue == Amsterdam.startOfDay(Lamp.day(2026, 3, 23)))
    #expect(change.oldDue == Amsterdam.startOfDay(Lamp.day(2026, 3, 8)))
    #expect(change.warnsAgain == [0] && change.skips.isEmpty && !change.isOverdueAtOnce)
  }

  @Test("a shorter term can be over at once, and its warnings are not given any more") func shorter() throws {
    var play = try typed(in: "repair")
    play.pass(days: 10)
    let warning = Deadline.Warning(before: try Length(1, .days), roles: ["clerk"])
    let setting = DeadlineSetting(length: try Length(5, .days), warnings: [warning])
    let settings = try Settings.applied(.set(Settings.place("repair-limit"), setting))
    let change = try #require(changes(play, settings).first)
    #expect(change.isOverdueAtOnce && change.skips == [0] && change.warnsAgain.isEmpty)
  }

  @Test("who was told that it passed is not told again, unless it gives them more time") func passed() throws {
    var play = try typed(in: "repair")
    play.pass(days: 21)
    try play.mustFire("repair-limit", timer: 0)
    func next(_ days: Int) throws -> RunningDeadline? {
      let settings = try Settings.applied(.set(Settings.place("repair-limit"), Settings.days(days)))
      return try play.decider(settings).recalculate(#require(play.instance))?.decision.result.root.deadlines[
        "repair-limit"
      ]
    }
    #expect(try next(10)?.timers.allSatisfy(\.isFired) == true)
    #expect(try next(30)?.timers.allSatisfy { !$0.isFired } == true)
  }

  @Test("nothing changes in a case of another region or type, and then there is no entry") func elsewhere() throws {
    let play = try typed()
    let there = try Settings.applied(.set(Settings.place("whole", region: "there"), Settings.days(9)))
    let urgent = try Settings.applied(.set(Settings.place("whole", type: "high"), Settings.days(9)))
    let instance = try #require(play.instance)
    #expect(play.decider(there).recalculate(instance) == nil)
    #expect(play.decider(urgent).recalculate(instance) == nil)
  }

  @Test("a case that becomes of another type is counted anew by what is set for that type") func type() throws {
    let play = try typed()
    let urgent = try Settings.applied(.set(Settings.place("whole", type: "high"), Settings.days(9)))
    let command = Command(
      cause: .command(name: "note", by: Play.clerk),
      child: nil,
      fields: ["urgency": .string("high")],
      expectedRevision: nil
    )
    guard case .accepted(let decision) = play.decider(urgent).decide(command, on: play.instance) else {
      Issue.record("the note is refused")
      return
    }
    let whole = try #require(decision.result.root.deadlines["whole"])
    #expect(whole.dueAt == Amsterdam.startOfDay(Lamp.day(2026, 3, 12)) && whole.generation == 2)
  }

  @Test("warnings come in the order of time, however they are written") func order() throws {
    let play = try typed(in: "repair")
    let warnings = [2, 9, 4].compactMap { days in
      (try? Length(days, .days)).map { Deadline.Warning(before: $0, roles: ["clerk"]) }
    }
    let settings = try Settings.applied(.set(Settings.place("repair-limit"), .init(warnings: warnings)))
    let instance = try #require(play.instance)
    let result = try #require(play.decider(settings).recalculate(instance)?.decision.result)
    let moments = result.root.deadlines["repair-limit"]?.timers.map(\.at) ?? []
    #expect(moments.count == 4 && moments == moments.sorted())
  }

  @Test("what comes between the approval and the count of a case is still told") func inBetween() throws {
    var play = try typed(in: "repair")
    let warnings = [Deadline.Warning(before: try Length(5, .days), roles: ["clerk"])]
    let setting = DeadlineSetting(length: try Length(20, .days), warnings: warnings)
    let approved = DeadlineSettings().applied([.set(Settings.place("repair-limit"), setting)], at: play.now)
    play.pass(days: 17)
    let instance = try #require(play.instance)
    let result = try #require(play.decider(approved).recalculate(instance)?.decision.result)
    #expect(result.root.deadlines["repair-limit"]?.timers.map(\.kind) == [.warning(0), .expiry])
  }

  @Test("a deadline that is left out ends, one that comes back begins now") func offAndOn() throws {
    let play = try typed(in: "review")
    let off = try Settings.applied(.set(Settings.place("review-limit"), .init(isOff: true)))
    let instance = try #require(play.instance)
    let ended = try #require(play.decider(off).recalculate(instance))
    #expect(ended.deadlines.map(\.effect) == [.ended])
    let back = try #require(play.decider(DeadlineSettings()).recalculate(ended.decision.result))
    #expect(back.deadlines.map(\.effect) == [.started])
    #expect(back.decision.result.root.deadlines["review-limit"]?.startedAt == play.now)
  }

  @Test("random settings: what is shown is what happens, once, and replays", arguments: Seed.some)
  func random(seed: Seed) throws {
    var random = seed.generator
    var changed = 0
    for _ in 0..<200 {
      var play = try typed(in: ["intake", "review", "repair"].randomElement(using: &random) ?? "intake")
      play.pass(days: Int.random(in: 0...30, using: &random))
      let changes = try (0..<Int.random(in: 1...4, using: &random)).map { _ in try Self.change(&random) }
      // What is refused is another test's.
      guard let settings = try? DeadlineSettings().applying(changes, in: Settings.surroundings(play.workflow)),
        let instance = play.instance, let outcome = play.decider(settings).recalculate(instance)
      else { continue }
      changed += 1
      let result = outcome.decision.result
      for deadline in outcome.deadlines {
        let (old, new) = (instance.root.deadlines[deadline.name.name], result.root.deadlines[deadline.name.name])
        #expect(old != new && deadline.oldDue == old?.dueAt && deadline.newDue == new?.dueAt, "\(seed)")
        #expect(new.map { $0.generation > old?.generation ?? 0 } ?? true, "\(seed)")
      }
      let untouched = Set(instance.root.deadlines.keys).subtracting(outcome.deadlines.map(\.name.name))
      #expect(untouched.allSatisfy { instance.root.deadlines[$0] == result.root.deadlines[$0] }, "\(seed)")
      #expect(play.decider(settings).recalculate(result) == nil, "\(seed): done twice")
      let empty = Case(workflow: "lamp", version: "1.0.0", machine: "lamp", region: "here", at: Play.monday)
      #expect(Case.replay(play.journal + [outcome.decision.entry], from: empty) == result, "\(seed)")
    }
    #expect(changed > 40, "\(seed): too few to mean anything")
  }

  private static func change(_ random: inout SeededGenerator) throws -> SettingsChange {
    let names = ["intake-limit", "review-limit", "split", "repair-limit", "whole"]
    let place = Settings.place(
      names.randomElement(using: &random) ?? "",
      region: ["here", "there", nil].randomElement(using: &random) ?? nil,
      type: ["low", "high", nil].randomElement(using: &random) ?? nil
    )
    let warnings =
      Bool.random(using: &random) ? [Deadline.Warning(before: try Length(2, .days), roles: ["clerk"])] : nil
    return .set(
      place,
      DeadlineSetting(
        length: try Length(Int.random(in: 4...40, using: &random), .days),
        kind: [.calendar, .workingDays, .atw, nil].randomElement(using: &random) ?? nil,
        warnings: warnings
      )
    )
  }
}

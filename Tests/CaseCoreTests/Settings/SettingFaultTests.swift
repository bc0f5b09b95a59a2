import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// What cannot be set is refused with the rule, and all that is wrong is said at once.
@Suite("Settings that are refused") struct SettingFaultTests {
  private func faults(_ changes: SettingsChange..., workflow: Workflow? = nil) throws -> [String] {
    let lamp = try workflow ?? Settings.typed()
    do throws(DeadlineSettingsRefusal) {
      _ = try DeadlineSettings().applying(changes, in: Settings.surroundings(lamp))
      return []
    } catch { return error.faults.map(\.dutch) }
  }

  @Test("names that are not known: of workflow, deadline, region, type, calendar, role") func names() throws {
    let far = SettingPlace(workflow: "lantern", deadline: .init("whole", of: "lamp"))
    #expect(try faults(.set(far, Settings.days(5))) == ["De werkstroom «lantern» bestaat niet."])
    let all = try faults(
      .set(Settings.place("hole", region: "nowhere", type: "huge"), .init(calendar: "east"))
    )
    #expect(
      all == [
        "In de regio «nowhere» neemt geen organisatie deel.",
        "De werkstroom «lamp» kent het casustype «huge» niet. Bedoeld is misschien «high».",
        "De werkstroom «lamp» kent de termijn «lamp/hole» niet. Bedoeld is misschien «lamp/whole».",
        "De kalender «east» bestaat niet: een kalender begint met de eerste sluitingsdag ervan.",
      ]
    )
    let refusal = #expect(throws: DeadlineSettingsRefusal.self) {
      try DeadlineSettings().applying(
        [.set(Settings.place("hole", region: "nowhere", type: "huge"), .init(calendar: "east"))],
        in: Settings.surroundings(Settings.typed())
      )
    }
    #expect(
      refusal?.faults.map(\.code) == [.unknownRegion, .unknownCaseType, .unknownDeadline, .unknownCalendar]
    )
    let role = try faults(.set(Settings.place("whole"), .init(roles: ["mayor"])))
    #expect(role.count == 1 && role[0].contains("mayor"))
  }

  @Test("a length that the kind cannot count, also when two settings make it so together") func units() throws {
    let months = DeadlineSetting(length: try Length(2, .months), kind: .workingDays)
    let refusal = "Een termijn van de soort 'werkdagen' kan niet in maanden worden uitgedrukt."
    #expect(try faults(.set(Settings.place("whole"), months)).allSatisfy { $0.contains(refusal) })
    #expect(try !faults(.set(Settings.place("whole"), months)).isEmpty)
    let together = try faults(
      .set(Settings.place("whole"), .init(kind: .workingDays)),
      .set(Settings.place("whole", region: "here"), .init(length: try Length(2, .months)))
    )
    #expect(together.count == 1 && together[0].contains(refusal) && together[0].contains("regio here"))
  }

  @Test("waiting without a bound is refused, with the state; a deadline that bounds nothing may go") func unbounded()
    throws
  {
    let refused = try faults(.set(Settings.place("repair-limit"), .init(isOff: true)), workflow: bounded())
    #expect(refused.count == 1 && refused[0].contains("repair"), "\(refused)")
    #expect(try faults(.set(Settings.place("split"), .init(isOff: true))).isEmpty)
  }

  /// A lamp of which the repair is bounded by one deadline alone.
  private func bounded() throws -> Workflow {
    var lamp = try Lamp.workflow()
    guard var machine = lamp.machines["lamp"] else { return lamp }
    machine.deadlines["whole"]?.states = ["intake", "review"]
    // A transition begins this one anew, so it is named there.
    machine.states["repair"]?.on["progress"] = [Transition()]
    lamp.machines["lamp"] = machine
    return lamp
  }

  @Test("longer than the law allows is refused with the article") func maximum() throws {
    var lamp = try Settings.typed()
    let most = Deadline.Maximum(length: try Length(70, .days), source: "Act 1, art. 2")
    lamp.machines["lamp"]?.deadlines["whole"]?.maximum = most
    let refused = try faults(.set(Settings.place("whole"), Settings.days(71)), workflow: lamp)
    #expect(refused.count == 1 && refused[0].contains("Act 1, art. 2"), "\(refused)")
    #expect(try faults(.set(Settings.place("whole"), Settings.days(70)), workflow: lamp).isEmpty)
  }

  @Test("a deadline with a legal maximum is counted as it is, for other days would pass it") func maximumKind() throws {
    var lamp = try Settings.typed()
    let most = Deadline.Maximum(length: try Length(60, .days), source: "Act 1, art. 2")
    lamp.machines["lamp"]?.deadlines["whole"]?.maximum = most
    let setting = DeadlineSetting(length: try Length(60, .days), kind: .workingDays)
    let refused = try faults(.set(Settings.place("whole"), setting), workflow: lamp)
    #expect(refused.count == 1 && refused[0].contains("Act 1, art. 2"), "\(refused)")
  }

  @Test("an extension that could not be added is refused with the proposal") func extensions() throws {
    var lamp = try Settings.typed()
    let longer = Transition(extensions: [.init("repair-limit", by: try Length(6, .weeks), most: 1)])
    lamp.machines["lamp"]?.states["repair"]?.on["progress"] = [longer]
    #expect(lamp.faults().isEmpty, "\(lamp.faults())")
    let refused = try faults(.set(Settings.place("repair-limit"), .init(kind: .workingDays)), workflow: lamp)
    #expect(refused.count == 1, "\(refused)")
    let reason = "«repair-limit». Een termijn van de soort 'werkdagen' kan niet in weken worden uitgedrukt."
    #expect(refused[0].contains("De verlenging past niet bij \(reason)"), "\(refused)")
  }

  @Test("a version that cannot take what is set says so") func versions() throws {
    let settings = try Settings.applied(.set(Settings.place("whole"), Settings.days(90)))
    var next = try Settings.typed()
    #expect(settings.faults(of: next).isEmpty)
    next.machines["lamp"]?.deadlines["whole"]?.maximum = .init(length: try Length(60, .days), source: "Act 1, art. 2")
    #expect(settings.faults(of: next).count == 1)
  }

  @Test("a warning that would come before the beginning is refused") func early() throws {
    let refused = try faults(.set(Settings.place("intake-limit"), Settings.days(3)))
    #expect(refused.count == 1 && refused[0].contains("niet na het begin"), "\(refused)")
  }

  @Test("days: in the past, twice, on a Sunday, without a source") func closures() throws {
    let (past, sunday) = (Lamp.day(2026, 3, 2), Lamp.day(2026, 3, 8))
    let friday = Lamp.day(2026, 3, 6)
    #expect(try faults(.close(calendar: "east", past, source: "x"))[0].contains("geen dag in de toekomst"))
    #expect(try faults(.close(calendar: "east", sunday, source: "x"))[0].contains("al een weekend- of feestdag"))
    #expect(try faults(.close(calendar: "east", friday, source: " "))[0].contains("waar de sluiting"))
    #expect(try faults(.open(calendar: "east", friday))[0].contains("geen sluitingsdag"))
    let closed = DeadlineSettings().applied([.close(calendar: "east", past, source: "x")])
    let opening = #expect(throws: DeadlineSettingsRefusal.self) {
      try closed.applying([.open(calendar: "east", past)], in: Settings.surroundings(Settings.typed()))
    }
    #expect(opening?.faults.map(\.dutch).first?.contains("geen dag in de toekomst") == true)
    #expect(try faults(.equate(sunday, source: "Stcrt."))[0].contains("al een weekend- of feestdag"))
    #expect(try faults(.close(calendar: "East End", friday, source: "x"))[0].contains("kleine letters"))
  }

  @Test("a name that is nearly one gets a suggestion: workflow, deadline, region, role, calendar") func suggestions()
    throws
  {
    let near: [(SettingsChange, String)] = [
      (.set(SettingPlace(workflow: "lampp", deadline: .init("whole", of: "lamp")), try Settings.days(5)), "lamp"),
      (.set(Settings.place("wole"), try Settings.days(5)), "lamp/whole"),
      (.set(Settings.place("whole", region: "hier"), try Settings.days(5)), "here"),
      (.set(Settings.place("whole"), .init(roles: ["clerc"])), "clerk"),
    ]
    for (change, meant) in near {
      #expect(try faults(change)[0].hasSuffix("Bedoeld is misschien «\(meant)»."), "\(change)")
    }
    let calendar = try faults(
      .close(calendar: "east", Lamp.day(2026, 3, 6), source: "x"),
      .set(Settings.place("whole"), .init(calendar: "eest"))
    )
    #expect(calendar.count == 1 && calendar[0].hasSuffix("Bedoeld is misschien «east»."), "\(calendar)")
  }

  @Test("what changes nothing is refused: the same again, what the workflow says already, twice in one proposal")
  func idle() throws {
    let lamp = try Settings.typed()
    let day = Lamp.day(2026, 5, 15)
    let first: [SettingsChange] = [
      .set(Settings.place("whole"), try Settings.days(60)), .equate(day, source: "Stcrt."), .decreesKnown(year: 2040),
    ]
    let set = try DeadlineSettings().applying(first, in: Settings.surroundings(lamp))
    for change in first {
      #expect(throws: DeadlineSettingsRefusal.self) { try set.applying([change], in: Settings.surroundings(lamp)) }
      // Nor beside one that does change something.
      let beside = #expect(throws: DeadlineSettingsRefusal.self) {
        try set.applying([change, .decreesKnown(year: 2041)], in: Settings.surroundings(lamp))
      }
      #expect(beside?.faults.count == 1)
    }
    for change in [SettingsChange.unequate(Lamp.day(2026, 5, 18)), .decreesUnknown(year: 2040)] {
      #expect(try faults(change, .decreesKnown(year: 2041)).count == 1)
    }
    let whole = try #require(lamp.machines["lamp"]?.deadlines["whole"])
    guard case .length(let rule) = whole.term else { return }
    let same = try faults(.set(Settings.place("whole"), .init(length: rule.length)))
    #expect(same.count == 1 && same[0].contains("wijzigt niets"), "\(same)")
    let twice = try faults(
      .set(Settings.place("whole"), try Settings.days(5)),
      .set(Settings.place("whole"), try Settings.days(6))
    )
    #expect(twice.count == 1 && twice[0].contains("meer dan eens"), "\(twice)")
  }

  @Test("a day in the past is not equated, nor taken back: what was counted does not change") func pastDecrees() throws
  {
    let past = Lamp.day(2026, 2, 27)
    #expect(try faults(.equate(past, source: "Stcrt."))[0].contains("geen dag in de toekomst"))
    let equated = DeadlineSettings().applied([.equate(past, source: "Stcrt.")])
    let refusal = #expect(throws: DeadlineSettingsRefusal.self) {
      try equated.applying([.unequate(past)], in: Settings.surroundings(Settings.typed()))
    }
    #expect(refusal?.faults.map(\.dutch).first?.contains("geen dag in de toekomst") == true)
  }

  @Test("what was set otherwise since is told before an undo would wipe it") func overtaken() throws {
    let lamp = try Settings.typed()
    let first = SettingsChange.set(Settings.place("whole"), try Settings.days(45))
    let one = try DeadlineSettings().applying([first], in: Settings.surroundings(lamp))
    let two = try one.applying(
      [.set(Settings.place("whole"), try Settings.days(50))],
      in: Settings.surroundings(lamp)
    )
    #expect(two.overtaken([first], since: one) == [first] && one.overtaken([first], since: one).isEmpty)
  }

  @Test("nothing at all, nothing at this place, a length for all deadlines, a length of a day in the case") func empty()
    throws
  {
    #expect(try faults() == ["Het voorstel wijzigt niets."])
    #expect(try faults(.clear(Settings.place("whole")))[0].contains("niets ingesteld"))
    #expect(try faults(.set(Settings.place("whole"), .init()))[0].contains("niets ingesteld"))
    let all = SettingPlace(workflow: "lamp")
    #expect(try faults(.set(all, Settings.days(3)))[0].contains("alleen de kalender"))
    #expect(try faults(.set(Settings.place("postponed"), Settings.days(3)))[0].contains("tot een datum"))
  }
}

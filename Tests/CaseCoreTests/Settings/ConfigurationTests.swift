import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// What is set for some cases holds for those, and the narrowest setting wins.
@Suite("Settings") struct ConfigurationTests {
  private func days(_ workflow: Workflow, _ name: String) -> Int? {
    guard case .length(let rule)? = workflow.machines["lamp"]?.deadlines[name]?.term else { return nil }
    return rule.length.amount
  }

  @Test("type over region over all; what is not set stays") func narrowest() throws {
    let settings = try Settings.applied(
      .set(Settings.place("whole", region: "here"), Settings.days(40)),
      .set(Settings.place("whole"), Settings.days(50)),
      .set(Settings.place("whole", type: "high"), Settings.days(30)),
      .set(Settings.place("whole", region: "here", type: "high"), Settings.days(20))
    )
    let lamp = try Settings.typed()
    func found(_ region: String, _ type: String?) -> Int? {
      days(settings.adjust(lamp, region: region, caseType: type), "whole")
    }
    #expect(found("there", "low") == 50 && found("here", "low") == 40)
    #expect(found("there", "high") == 30 && found("here", "high") == 20)
    let adjusted = settings.adjust(lamp, region: "here", caseType: "low")
    #expect(days(adjusted, "review-limit") == 10)
    #expect(adjusted.machines["lamp"]?.deadlines["whole"]?.dutchSource.contains("Instelling 1") == true)
    #expect(settings.revision == 1)
  }

  @Test("another workflow of another name is left alone") func others() throws {
    let settings = try Settings.applied(.set(Settings.place("whole"), Settings.days(50)))
    var bulb = try Lamp.workflow()
    bulb.key = "bulb"
    #expect(settings.adjust(bulb, region: "here", caseType: nil) == bulb)
  }

  @Test("closure days count for the deadlines that use the calendar, and name its version") func calendars() throws {
    let friday = Lamp.day(2026, 3, 6)
    let settings = try Settings.applied(
      .close(calendar: "here", friday, source: "Council"),
      .set(SettingPlace(workflow: "lamp", region: "here"), .init(calendar: "here")),
      .set(Settings.place("whole"), .init(length: try Length(4, .days), kind: .workingDays))
    )
    let monday = Amsterdam.startOfDay(Settings.today)
    func last(_ region: String) throws -> CivilDate? {
      let deadline = settings.adjust(try Settings.typed(), region: region, caseType: nil).machines["lamp"]?.deadlines[
        "whole"
      ]
      guard case .length(let rule)? = deadline?.term else { return nil }
      return try rule.due(from: monday, calendar: settings.calendar(deadline?.calendar)).lastDay
    }
    #expect(try last("there") == friday)
    #expect(try last("here") == Lamp.day(2026, 3, 9))
    #expect(settings.calendar("here").version == "\(settings.common.version)/here-1")
  }

  @Test("the inverse of changes brings back what was, whatever they were") func inverse() throws {
    let (friday, monday) = (Lamp.day(2026, 3, 6), Lamp.day(2026, 3, 16))
    let before = try Settings.applied(
      .set(Settings.place("whole"), Settings.days(50)),
      .close(calendar: "here", friday, source: "Council")
    )
    let changes: [SettingsChange] = [
      .clear(Settings.place("whole")), .set(Settings.place("split"), try Settings.days(4)),
      .open(calendar: "here", friday), .close(calendar: "here", monday, source: "Council"),
      .equate(monday, source: "Stcrt."), .decreesKnown(year: 2031),
    ]
    let after = before.applied(changes)
    let back = after.applied(before.inverse(of: changes))
    #expect(back.settings.mapValues(\.value) == before.settings.mapValues(\.value))
    #expect(back.closures == before.closures)
    #expect(
      back.common.equatedDays == before.common.equatedDays && back.common.completeYears == before.common.completeYears
    )
    #expect(back.revision == before.revision + 2)
  }
}

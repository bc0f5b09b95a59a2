import CaseCore
import OrderedCollections
import StrictJSON

extension DeadlineSettings {
  /// What holds now.
  var json: JSON {
    [
      "revisie": .integer(revision),
      "kalenderversie": .string(common.version),
      "instellingen": .array(settings.map { $0.value.json(at: $0.key) }),
      "kalenders": .array(closures.keys.map(calendarJSON)),
      "gelijkgesteldeDagen": .array(common.equatedDays.map(\.json)),
      "bekendeJaren": .array(common.completeYears.map { .integer(Int64($0)) }),
    ]
  }

  private func calendarJSON(_ name: String) -> JSON {
    let calendar = calendar(name)
    return [
      "naam": .string(name),
      "versie": .string(calendar.version),
      "sluitingsdagen": .array(calendar.closureDays.map(\.json)),
    ]
  }
}

extension DeadlineSettings.Setting {
  fileprivate func json(at place: SettingPlace) -> JSON {
    let members = place.members.merging(value.members) { $1 }
    return .object(members.merging(["sinds": .integer(since)]) { $1 })
  }
}

extension WorkCalendar.SpecialDay {
  fileprivate var json: JSON { ["datum": .string(date.description), "bron": .string(source)] }
}

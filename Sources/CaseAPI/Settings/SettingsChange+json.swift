package import CaseCore
import OrderedCollections
import Requests
package import StrictJSON

extension SettingsChange {
  /// As it may be proposed again, with every member that such a change can have.
  package var json: JSON {
    var members: OrderedDictionary<String, JSON> = [ChangeKind.member: .string(ChangeKind(self).rawValue)]
    switch self {
    case .set(let place, let setting):
      members.merge(place.members) { $1 }
      members.merge(setting.members) { $1 }
    case .clear(let place): members.merge(place.members) { $1 }
    case .close(let calendar, let date, let source):
      members.merge(["kalender": .string(calendar), "datum": .string(date.description), "bron": .string(source)]) { $1 }
    case .open(let calendar, let date):
      members.merge(["kalender": .string(calendar), "datum": .string(date.description)]) { $1 }
    case .equate(let date, let source):
      members.merge(["datum": .string(date.description), "bron": .string(source)]) { $1 }
    case .unequate(let date): members["datum"] = .string(date.description)
    case .decreesKnown(let year), .decreesUnknown(let year): members["jaar"] = .integer(Int64(year))
    }
    return .object(members)
  }
}

extension SettingPlace {
  /// Which deadlines of which cases it is about.
  var members: OrderedDictionary<String, JSON> {
    [
      "werkstroom": .string(workflow),
      "regio": JSON(region),
      "casustype": JSON(caseType),
      "termijn": deadline.map { ["onderdeel": .string($0.machine), "sleutel": .string($0.name)] } ?? .null,
    ]
  }
}

extension DeadlineSetting {
  /// What is set; `null` for what stays as it is without.
  var members: OrderedDictionary<String, JSON> {
    func notices(_ list: [(Length, [String])], _ distance: String) -> JSON {
      .array(list.map { [distance: .string($0.description), "rollen": JSON($1)] })
    }
    return [
      "lengte": JSON(length?.description),
      "soort": JSON(kind?.rawValue),
      "waarschuwingen": warnings.map { notices($0.map { ($0.before, $0.roles) }, "voor") } ?? .null,
      "rollen": roles.map(JSON.init) ?? .null,
      "herinneringen": reminders.map { notices($0.map { ($0.after, $0.roles) }, "na") } ?? .null,
      "kalender": JSON(calendar),
      "actief": isOff.map { .bool(!$0) } ?? .null,
    ]
  }
}

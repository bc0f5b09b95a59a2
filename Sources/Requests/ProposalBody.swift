package import CaseCore
package import StrictJSON

/// A proposal as it was sent. Whether what it names exists, and whether it may be so, is for `SettingsService` to say.
package struct ProposalBody {
  package let reason: String
  package let changes: [SettingsChange]

  /// A person has to weigh it.
  private static let mostChanges = 100

  package init(_ json: JSON) throws(InvalidRequest) {
    self = try BodyReader.read(json) { body in
      body.allowOnly(["reden", "wijzigingen"])
      let reason = body.text("reden")
      let changes = body.parts("wijzigingen", 1...Self.mostChanges) { $0.change() }
      guard let reason, let changes else { return nil }
      return ProposalBody(reason: reason, changes: changes)
    }
  }

  private init(reason: String, changes: [SettingsChange]) {
    self.reason = reason
    self.changes = changes
  }
}

extension BodyReader {
  /// Reads every member before it gives up, so that all faults are found.
  fileprivate mutating func change() -> SettingsChange? {
    let kinds = ChangeKind.allCases.map(\.rawValue).joined(separator: ", ")
    let kind = required(ChangeKind.member, "Moet een van deze zijn: \(kinds).") {
      Self.string($0).flatMap(ChangeKind.init)
    }
    guard let kind else { return nil }
    allowOnly(kind.members)
    switch kind {
    case .set:
      let (place, setting) = (settingPlace(), deadlineSetting())
      return place.map { .set($0, setting) }
    case .clear: return settingPlace().map(SettingsChange.clear)
    case .close, .open: return closure(kind)
    case .equate, .unequate: return decreed(kind)
    case .decreesKnown: return year("jaar").map { .decreesKnown(year: $0) }
    case .decreesUnknown: return year("jaar").map { .decreesUnknown(year: $0) }
    }
  }

  private mutating func closure(_ kind: ChangeKind) -> SettingsChange? {
    let (calendar, day) = (name("kalender"), date("datum"))
    let source = kind == .close ? text("bron") : ""
    guard let calendar, let day, let source else { return nil }
    return kind == .close ? .close(calendar: calendar, day, source: source) : .open(calendar: calendar, day)
  }

  private mutating func decreed(_ kind: ChangeKind) -> SettingsChange? {
    let day = date("datum")
    let source = kind == .equate ? text("bron") : ""
    guard let day, let source else { return nil }
    return kind == .equate ? .equate(day, source: source) : .unequate(day)
  }

  private mutating func settingPlace() -> SettingPlace? {
    let workflow = name("werkstroom")
    let (region, caseType) = (optionalLine("regio"), optionalName("casustype"))
    let deadline = part("termijn") { body -> SettingPlace.Deadline? in
      body.allowOnly(["onderdeel", "sleutel"])
      let (machine, name) = (body.name("onderdeel"), body.name("sleutel"))
      guard let machine, let name else { return nil }
      return .init(name, of: machine)
    }
    return workflow.map { SettingPlace(workflow: $0, region: region, caseType: caseType, deadline: deadline) }
  }

  private mutating func deadlineSetting() -> DeadlineSetting {
    let kinds = DeadlineKind.allCases.map(\.rawValue).joined(separator: ", ")
    return DeadlineSetting(
      length: optionalLength("lengte"),
      kind: optional("soort", "Moet een van deze zijn: \(kinds).") { Self.string($0).flatMap(DeadlineKind.init) },
      warnings: notices("waarschuwingen", "voor")?.map { .init(before: $0.length, roles: $0.roles) },
      roles: optionalRoles("rollen"),
      reminders: notices("herinneringen", "na")?.map { .init(after: $0.length, roles: $0.roles) },
      calendar: optionalName("kalender"),
      isOff: optional("actief", "Moet true of false zijn.", Self.bool).map { !$0 }
    )
  }

  private static let mostNotices = 20

  private mutating func notices(_ member: String, _ distance: String) -> [(length: Length, roles: [String])]? {
    guard has(member) else { return nil }
    return parts(member, 0...Self.mostNotices) { body in
      body.allowOnly([distance, "rollen"])
      let (length, roles) = (body.length(distance), body.roles("rollen"))
      guard let length, let roles else { return nil }
      return (length, roles)
    }
  }
}

public import CaseCore

extension SettingPlace {
  /// As in a list: `vergunning, zaak/beslistermijn, regio oost`.
  public var dutch: String {
    let parts = [
      workflow, deadline?.description ?? "alle termijnen", region.map { "regio \($0)" },
      caseType.map { "casustype \($0)" },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension SettingsChange.Subject {
  public var dutch: String {
    switch self {
    case .place(let place): place.dutch
    case .closure(let calendar, let date): "\(date) in de kalender «\(calendar)»"
    case .decree(let date): date.description
    case .year(let year): "Het jaar \(year)"
    }
  }
}

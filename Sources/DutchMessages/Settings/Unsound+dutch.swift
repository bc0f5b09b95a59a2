public import CaseCore

extension SettingFault.Unsound {
  /// The fault with its versions and the first of its places.
  var dutch: String {
    let first = places.first ?? ""
    let place = places.count == 1 ? first : "op \(places.count) plaatsen, het eerst \(first)"
    return "\(workflow) \(versions.joined(separator: ", ")): \(reason.dutch) (\(place))"
  }
}

extension SettingFault.Unsound.Reason {
  fileprivate var dutch: String {
    switch self {
    case .finding(let fault): fault.dutch
    case .needed(let deadline): "De termijn «\(deadline)» kan niet uit: de werkstroom verwijst ernaar."
    }
  }
}

extension DeadlineSettings.VersionFault {
  public var dutch: String {
    switch self {
    case .notCountable(let place, let error): "\(place.dutch): \(error.dutch)"
    case .unsound(let fault): "Zoals ingesteld: \(fault.path.joined(separator: "/")): \(fault.dutch)"
    }
  }
}

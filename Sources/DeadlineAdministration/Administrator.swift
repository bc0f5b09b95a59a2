import CaseCore
import OrderedCollections

/// Someone who may set deadlines: of all regions, or of their own.
struct Administrator {
  /// `nil` for all regions.
  let region: String?

  /// - Throws: ``SettingsRefusal/notAdministrator``
  @discardableResult
  init(_ actor: Actor, in directory: Directory) throws(SettingsRefusal) {
    guard let organisation = directory.organisations[actor.organisation] else { throw .notAdministrator }
    let roles = organisation.roles.intersection(actor.roles)
    if roles.contains(AdministratorRole.general) {
      region = nil
    } else if roles.contains(AdministratorRole.regional) {
      region = organisation.region
    } else {
      throw .notAdministrator
    }
  }

  /// Whether cases of the region are theirs to see in a plan.
  func sees(_ region: String) -> Bool { self.region == nil || self.region == region }

  /// - Throws: ``SettingsRefusal/otherRegion(_:)`` when something is not theirs to set. The calendar that is called after a
  ///   region is that region's, as long as no other one counts by it.
  func require(_ changes: [SettingsChange], in deadlineSettings: DeadlineSettings) throws(SettingsRefusal) {
    guard let region else { return }
    let isOwn = changes.allSatisfy { change in
      switch change {
      case .set(let place, _), .clear(let place): place.region == region
      case .close(let calendar, _, _), .open(let calendar, _):
        calendar == region
          && deadlineSettings.settings.allSatisfy { $0.value.value.calendar != calendar || $0.key.region == region }
      case .equate, .unequate, .decreesKnown, .decreesUnknown: false
      }
    }
    if !isOwn { throw .otherRegion(region) }
  }
}

import CaseCore
import DeadlineAdministration
import OrderedCollections
import StrictJSON

/// What holds now, to be shown beside what a proposal would make of it.
struct ValuesInForce {
  private let deadlineSettings: DeadlineSettings
  private let workflows: [String: Workflow]

  init(_ deadlineSettings: DeadlineSettings, _ published: SettingsService.Published) {
    self.deadlineSettings = deadlineSettings
    workflows = Dictionary(published.workflows.map { ($0.key, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// Of all that the change sets, or takes away, also by not naming what is set at its place: a setting replaces it whole. `null` when it is not about one deadline.
  func json(_ change: SettingsChange) -> JSON {
    guard let place = change.place, let workflow = workflows[place.workflow] else { return .null }
    let setting: DeadlineSetting? =
      if case .set(_, let setting) = change {
        setting.filled(from: deadlineSettings.settings[place]?.value)
      } else {
        deadlineSettings.settings[place]?.value
      }
    return setting.flatMap { deadlineSettings.inForce($0, at: place, of: workflow) }.map { .object($0.members) }
      ?? .null
  }
}

extension DeadlineSetting {
  /// With the values of another one where it has none.
  fileprivate func filled(from other: DeadlineSetting?) -> DeadlineSetting {
    DeadlineSetting(
      length: length ?? other?.length,
      kind: kind ?? other?.kind,
      warnings: warnings ?? other?.warnings,
      roles: roles ?? other?.roles,
      reminders: reminders ?? other?.reminders,
      calendar: calendar ?? other?.calendar,
      isOff: isOff ?? other?.isOff
    )
  }
}

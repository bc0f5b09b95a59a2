import CaseCore
import OrderedCollections

/// Settings of the lamp's deadlines, as tests write them.
enum Settings {
  static let today = Lamp.day(2026, 3, 2)

  static func place(
    _ deadline: String,
    region: String? = nil,
    type: String? = nil,
    machine: String = "lamp"
  ) -> SettingPlace {
    SettingPlace(workflow: "lamp", region: region, caseType: type, deadline: .init(deadline, of: machine))
  }

  static func days(_ days: Int) throws -> DeadlineSetting { DeadlineSetting(length: try Length(days, .days)) }

  static func surroundings(_ workflows: Workflow...) -> DeadlineSettings.Surroundings {
    .init(workflows: workflows, regions: ["here", "there"], today: today)
  }

  /// The lamp, of which there are urgent ones and others.
  static func typed() throws -> Workflow {
    var lamp = try Lamp.workflow()
    lamp.caseType = "urgency"
    return lamp
  }

  static func applied(_ changes: SettingsChange...) throws -> DeadlineSettings {
    try DeadlineSettings().applying(changes, in: surroundings(typed()))
  }
}

extension Play {
  /// The engine with these settings, at the play's moment.
  func decider(_ deadlineSettings: DeadlineSettings) -> Decider {
    Decider(workflow: workflow, directory: directory, deadlineSettings: deadlineSettings, now: now)
  }
}

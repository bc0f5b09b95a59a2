extension SettingFault {
  /// What programs tell faults apart by. A code keeps its meaning in later releases.
  public enum Code: String, CaseIterable, Sendable {
    case unknownWorkflow = "setting-unknown-workflow"
    case unknownRegion = "setting-unknown-region"
    case unknownCaseType = "setting-unknown-case-type"
    case unknownDeadline = "setting-unknown-deadline"
    case unknownCalendar = "setting-unknown-calendar"
    case unknownRole = "setting-unknown-role"
    case noChange = "setting-no-change"
    case twice = "setting-twice"
    case onlyCalendar = "setting-only-calendar"
    case endsOnFact = "setting-ends-on-fact"
    case kindFixed = "setting-kind-fixed"
    case notCountable = "setting-not-countable"
    case calendarName = "setting-calendar-name"
    case dayOff = "setting-day-off"
    case notClosed = "setting-not-closed"
    case notInFuture = "setting-not-in-future"
    case sourceMissing = "setting-source-missing"
    case sourceInvalid = "setting-source-unfit"
    case outOfRange = "setting-out-of-range"
    case unsound = "setting-unsound"
  }

  public var code: Code {
    switch self {
    case .unknownWorkflow: .unknownWorkflow
    case .unknownRegion: .unknownRegion
    case .unknownCaseType: .unknownCaseType
    case .unknownDeadline: .unknownDeadline
    case .unknownCalendar: .unknownCalendar
    case .unknownRole: .unknownRole
    case .noChange: .noChange
    case .twice: .twice
    case .onlyCalendar: .onlyCalendar
    case .endsOnFact: .endsOnFact
    case .kindFixed: .kindFixed
    case .notCountable: .notCountable
    case .calendarName: .calendarName
    case .dayOff: .dayOff
    case .notClosed: .notClosed
    case .notInFuture: .notInFuture
    case .sourceMissing: .sourceMissing
    case .sourceInvalid: .sourceInvalid
    case .outOfRange: .outOfRange
    case .unsound: .unsound
    }
  }
}

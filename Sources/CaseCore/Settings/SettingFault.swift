/// Why a proposal is refused: everything that is wrong with it, each with a code.
public struct DeadlineSettingsRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  public var faults: [SettingFault]

  public init(_ faults: [SettingFault]) { self.faults = faults }

  public var description: String { faults.map(\.message).joined(separator: "\n") }
}

/// One thing that is wrong with a proposal.
public struct SettingFault: Hashable, Sendable {
  /// What programs tell faults apart by. A code keeps its meaning in later releases.
  public enum Code: String, CaseIterable, Sendable {
    case unknownWorkflow = "setting-unknown-workflow"
    case unknownRegion = "setting-unknown-region"
    case unknownCaseType = "setting-unknown-case-type"
    case unknownDeadline = "setting-unknown-deadline"
    case unknownCalendar = "setting-unknown-calendar"
    case unknownRole = "setting-unknown-role"
    /// Nothing would be set, or it would be set as it is.
    case noChange = "setting-no-change"
    /// Two changes are about the same.
    case twice = "setting-twice"
    /// For all deadlines together only the calendar can be set.
    case onlyCalendar = "setting-only-calendar"
    /// The term ends on a date that the case has.
    case endsOnFact = "setting-ends-on-fact"
    /// The law says how long the term may be, and so how it is counted.
    case kindFixed = "setting-kind-fixed"
    /// The deadline cannot be counted that way.
    case notCountable = "setting-not-countable"
    case calendarName = "setting-calendar-name"
    /// The day is a day off by itself.
    case dayOff = "setting-day-off"
    /// The calendar is not closed on the day.
    case notClosed = "setting-not-closed"
    case notInFuture = "setting-not-in-future"
    case sourceMissing = "setting-source-missing"
    case sourceUnfit = "setting-source-unfit"
    /// No deadline is counted in that year.
    case outOfRange = "setting-out-of-range"
    /// The workflow would not be sound.
    case unsound = "setting-unsound"
  }

  public let code: Code
  /// A Dutch sentence that names the rule.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

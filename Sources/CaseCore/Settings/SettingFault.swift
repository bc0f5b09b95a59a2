/// Why a proposal is refused: everything that is wrong with it.
public struct DeadlineSettingsRefusal: Error, Hashable, Sendable {
  public var faults: [SettingFault]

  public init(_ faults: [SettingFault]) { self.faults = faults }
}

/// One thing that is wrong with a proposal: as data, for programs. `DutchMessages` turns it into a sentence.
///
/// `near` is the known name that an unknown one may have been meant for.
public enum SettingFault: Hashable, Sendable {
  case unknownWorkflow(String, near: String?)
  case unknownRegion(String, near: String?)
  case unknownCaseType(String, workflow: String, near: String?)
  case unknownDeadline(SettingPlace.Deadline, workflow: String, near: String?)
  case unknownCalendar(String, near: String?)
  case unknownRole(String, workflow: String, near: String?)
  /// Nothing would be set, or it would be set as it is.
  case noChange(Idle)
  /// Two changes are about the same.
  case twice(SettingsChange.Subject)
  /// For all deadlines together only the calendar can be set.
  case onlyCalendar(SettingPlace)
  /// The term ends on a date that the case has.
  case endsOnFact(SettingPlace)
  /// The law says how long the term may be, and so how it is counted.
  case kindFixed(SettingPlace, by: String)
  /// The deadline cannot be counted that way.
  case notCountable(SettingPlace, DeadlineError)
  case calendarName
  /// The day is a day off by itself.
  case dayOff(CivilDate, Day)
  /// The calendar is not closed on the day.
  case notClosed(CivilDate, calendar: String)
  case notInFuture(CivilDate)
  case sourceMissing(CivilDate, Day)
  case sourceInvalid(TextFault)
  /// No deadline is counted in that year.
  case outOfRange
  /// The workflow would not be sound.
  case unsound(Unsound)
}

extension SettingFault {
  /// What a day is to become.
  public enum Day: Hashable, Sendable {
    /// One on which the organisations of a calendar are closed.
    case closed
    /// One that a royal decree equates with a holiday.
    case equated
  }

  /// Why a change changes nothing.
  public enum Idle: Hashable, Sendable {
    /// The proposal has no changes.
    case proposal
    /// The workflow, or a wider setting, says so already.
    case counted
    /// It is set so already.
    case set(SettingPlace)
    /// Nothing is set there that could be taken away.
    case unset(SettingPlace)
    /// The setting has no member.
    case empty(SettingPlace)
    case closed(CivilDate, calendar: String)
    case equated(CivilDate)
    case notEquated(CivilDate)
    case decreesKnown(year: Int)
    case decreesUnknown(year: Int)
  }

  /// A fault that versions of a workflow would have.
  public struct Unsound: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
      /// What the check of workflows finds, without its place.
      case finding(WorkflowFault)
      /// The deadline would be left out, and the workflow names it.
      case needed(SettingPlace.Deadline)
    }

    public let workflow: String
    public let reason: Reason
    /// Each once.
    public let versions: [String]
    /// The paths in the workflow, each once.
    public let places: [String]
  }
}

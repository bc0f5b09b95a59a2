public import CaseCore
public import Foundation

/// Which deadlines are asked for; what is `nil` does not matter.
public struct DeadlineFilter: Sendable, Hashable {
  public var standing: DeadlineView.Standing?
  public var region: String?
  /// Of the next moment or the end.
  public var role: String?
  /// Of the reader's organisation for the case.
  public var alias: UUID?
  /// The term is over when this day begins. None that stands still is.
  public var before: CivilDate?

  public init(
    standing: DeadlineView.Standing? = nil,
    region: String? = nil,
    role: String? = nil,
    alias: UUID? = nil,
    before: CivilDate? = nil
  ) {
    self.standing = standing
    self.region = region
    self.role = role
    self.alias = alias
    self.before = before
  }

  /// The cases that can have such a deadline, and perhaps more.
  var cases: CaseFilter {
    var cases = CaseFilter(
      isOverdue: standing == .overdue ? true : nil,
      isSuspended: standing == .suspended ? true : nil
    )
    cases.hasDeadline = true
    cases.dueBy = before.map(Amsterdam.startOfDay)
    return cases
  }

  func takes(_ deadline: DeadlineView) -> Bool {
    (standing.map { $0 == deadline.standing } ?? true) && (role.map { deadline.isFor([$0]) } ?? true)
      && (before.map { day in deadline.due.map { $0 <= Amsterdam.startOfDay(day) } ?? false } ?? true)
  }

  /// What can be said of a case without reading its deadlines.
  func takes(_ view: CaseView) -> Bool { region.map { $0 == view.instance.region } ?? true }
}

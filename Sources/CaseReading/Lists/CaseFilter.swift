public import CaseCore

/// Which cases are asked for; what is `nil` does not matter. All of it is about what the reader is shown.
public struct CaseFilter: Sendable, Hashable {
  /// The key of a workflow.
  public var workflow: String?
  /// The key of the state of the case itself.
  public var state: String?
  /// Whether a deadline is over.
  public var isOverdue: Bool?
  /// Whether a deadline stands still.
  public var isSuspended: Bool?
  /// A role that must act, in the case or in a child.
  public var awaited: String?
  /// The case changed at this moment or later.
  public var changedSince: Instant?
  /// The case is in its phase since this day or earlier.
  public var inPhaseSince: CivilDate?
  /// Whether there is a deadline at all.
  var hasDeadline: Bool?
  /// A deadline is due at this moment or earlier.
  var dueBy: Instant?

  public init(
    workflow: String? = nil,
    state: String? = nil,
    isOverdue: Bool? = nil,
    isSuspended: Bool? = nil,
    awaited: String? = nil,
    changedSince: Instant? = nil,
    inPhaseSince: CivilDate? = nil
  ) {
    self.workflow = workflow
    self.state = state
    self.isOverdue = isOverdue
    self.isSuspended = isSuspended
    self.awaited = awaited
    self.changedSince = changedSince
    self.inPhaseSince = inPhaseSince
  }

  /// Whether every case is asked for.
  public var isEmpty: Bool { self == CaseFilter() }

  func takes(_ view: CaseView) -> Bool {
    let asksForDeadlines = isOverdue != nil || isSuspended != nil || hasDeadline != nil || dueBy != nil
    let deadlines = asksForDeadlines ? view.deadlines : []
    return workflow.map { $0 == view.instance.workflow } ?? true
      && state.map { view.isOpen && $0 == view.instance.state } ?? true
      && isOverdue.map { $0 == deadlines.contains { $0.standing == .overdue } } ?? true
      && isSuspended.map { $0 == deadlines.contains { $0.standing == .suspended } } ?? true
      && awaited.map(view.awaitedRoles.contains) ?? true
      && changedSince.map { view.isOpen && view.changedAt >= $0 } ?? true
      && inPhaseSince.map { day in view.isOpen && view.phaseStart.map { $0 <= day } ?? false } ?? true
      && hasDeadline.map { $0 == !deadlines.isEmpty } ?? true
      && dueBy.map { moment in deadlines.contains { $0.due.map { $0 <= moment } ?? false } } ?? true
  }
}

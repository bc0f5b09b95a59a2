/// A limit on the time of waiting. It runs while the case is in one of the states and the guard holds: the engine starts it
/// when that becomes true and ends it when that is no longer true, so nobody can forget it.
public struct Deadline: Hashable, Sendable {
  /// How the due moment is computed.
  public enum Term: Hashable, Sendable {
    /// A length from the start, counted by its kind's rules.
    case length(DeadlineRule)
    /// The end of the day in a date fact of the case. The field that sets the fact limits how far ahead that may be.
    case fact(String)
  }

  /// A timer never decides about a person: at most it brings a case to people.
  public enum Expiry: Hashable, Sendable {
    case escalate
    /// Enters a review state.
    case review(state: String)
  }

  public struct Warning: Hashable, Sendable {
    /// How long before the due moment, in calendar days or hours.
    public var before: Length
    public var roles: [String]

    public init(before: Length, roles: [String]) {
      self.before = before
      self.roles = roles
    }
  }

  /// Repeats the notice after the due moment, while the deadline still runs.
  public struct Reminder: Hashable, Sendable {
    /// How long after the due moment, in calendar days or hours.
    public var after: Length
    public var roles: [String]
    /// The organisations that become parties of the case with it: from the region, or from a fact of the case.
    public var joins: [Transition.Join]

    public init(after: Length, roles: [String], joins: [Transition.Join] = []) {
      self.after = after
      self.roles = roles
      self.joins = joins
    }
  }

  /// The longest that any setting may make the deadline.
  public struct Maximum: Hashable, Sendable {
    public var length: Length
    /// The act and article that sets the maximum.
    public var source: String

    public init(length: Length, source: String) {
      self.length = length
      self.source = source
    }
  }

  public var label: String
  public var term: Term
  /// Who set the length: an act and article, or a policy.
  public var source: String
  /// The settings that gave it another length or kind, by their revisions, the last one last.
  public var setBy: [Int64] = []
  /// The ground of its effects: an entry of the clock has a ground like any other.
  public var ground: String
  public var states: [String]
  public var `guard`: Guard?
  /// In order of time: the longest before the due moment first.
  public var warnings: [Warning]
  public var expiry: Expiry
  /// The roles that are notified when it expires.
  public var roles: [String]
  /// The type of that event, when it is not ``Event/overdue``.
  public var event: String?
  /// In order of time.
  public var reminders: [Reminder]
  /// Whether it begins again by itself when it has expired.
  public var repeats: Bool
  /// The organisations that become parties of the case when it expires, so that they can act: from the region only.
  public var joins: [Transition.Join]
  /// The date fact with the day on which the term begins, when that is not the day on which it starts to run: the receipt of
  /// something that is registered later.
  public var beginsOn: String?
  /// The deadline of the same machine after whose end the term begins: on the day after its last day, as that is counted, whether that end
  /// has come or not.
  public var beginsAfter: String?
  /// In a child: what its expiry causes in the case.
  public var root: [Transition]
  /// The states in which it is suspended.
  public var suspendedIn: [String]
  /// It is suspended for as long as this holds, in whatever state; it changes only with a step of the case.
  public var suspendedWhen: Guard?
  public var maximum: Maximum?
  /// The calendar with the days on which the organisations are closed, when administrators chose one; `nil` for the common
  /// one. A workflow does not name calendars: it is the same in every region.
  public var calendar: String?
  /// The name that it had in an earlier version.
  public var was: String?

  public init(
    label: String,
    term: Term,
    source: String,
    ground: String,
    states: [String],
    guard: Guard? = nil,
    warnings: [Warning] = [],
    expiry: Expiry,
    roles: [String],
    event: String? = nil,
    reminders: [Reminder] = [],
    repeats: Bool = false,
    joins: [Transition.Join] = [],
    beginsOn: String? = nil,
    beginsAfter: String? = nil,
    root: [Transition] = [],
    suspendedIn: [String] = [],
    suspendedWhen: Guard? = nil,
    maximum: Maximum? = nil,
    was: String? = nil
  ) {
    self.label = label
    self.term = term
    self.source = source
    self.ground = ground
    self.states = states
    self.guard = `guard`
    self.warnings = warnings
    self.expiry = expiry
    self.roles = roles
    self.event = event
    self.reminders = reminders
    self.repeats = repeats
    self.joins = joins
    self.beginsOn = beginsOn
    self.beginsAfter = beginsAfter
    self.root = root
    self.suspendedIn = suspendedIn
    self.suspendedWhen = suspendedWhen
    self.maximum = maximum
    self.was = was
  }

  /// Whatever lets organisations into the case: its end, and each reminder.
  package var allJoins: [Transition.Join] { joins + reminders.flatMap(\.joins) }
}

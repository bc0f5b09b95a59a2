/// A running deadline of a case. Its due moment follows from its start, the rule in the workflow, and the ledger of what
/// happened to it since.
public struct RunningDeadline: Hashable, Sendable {
  /// A moment at which the deadline does something.
  public struct Timer: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// The warning with this index in the workflow.
      case warning(Int)
      case expiry
      /// The reminder with this index in the workflow.
      case reminder(Int)
    }

    public var kind: Kind
    public var at: Instant
    public var isFired: Bool
    public var later = LaterFields()

    public init(_ kind: Kind, at: Instant, isFired: Bool = false) {
      self.kind = kind
      self.at = at
      self.isFired = isFired
    }
  }

  /// Distinguishes one run of a deadline from the next; 1 for the first.
  public var generation: Int
  public var startedAt: Instant
  /// While it is suspended: when it would have been due.
  public var dueAt: Instant
  /// In order of time; empty while it is suspended.
  public var timers: [Timer]
  public var ledger: Ledger
  /// How often it expired in earlier runs, when it begins again by itself.
  public var passedBefore: Int
  /// Its position in the series of runs that began by themselves; `nil` for a single run and for the first of a series.
  public var repetition: Repetition?
  public var later = LaterFields()

  public init(
    generation: Int,
    startedAt: Instant,
    dueAt: Instant,
    timers: [Timer],
    ledger: Ledger = Ledger(),
    passedBefore: Int = 0,
    repetition: Repetition? = nil
  ) {
    self.generation = generation
    self.startedAt = startedAt
    self.dueAt = dueAt
    self.timers = timers
    self.ledger = ledger
    self.passedBefore = passedBefore
    self.repetition = repetition
  }

  /// Whether its end has come, recorded or not.
  func hasEnded(at moment: Instant) -> Bool {
    timers.contains { $0.kind == .expiry && ($0.isFired || $0.at <= moment) }
  }

  /// How often it has expired since a command made it begin.
  public var passed: Int { passedBefore + (timers.contains { $0.kind == .expiry && $0.isFired } ? 1 : 0) }
}

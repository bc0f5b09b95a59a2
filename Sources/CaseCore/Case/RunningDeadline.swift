/// A deadline that runs on a case.
public struct RunningDeadline: Hashable, Sendable, Codable {
  /// A moment at which the deadline does something: its warnings in order, and the expiry as the last.
  public struct Rung: Hashable, Sendable, Codable {
    public var at: Instant
    public var isFired: Bool

    public init(at: Instant, isFired: Bool = false) {
      self.at = at
      self.isFired = isFired
    }
  }

  /// Tells one run of a deadline from the next: 1 for the first.
  public var generation: Int
  public var startedAt: Instant
  public var dueAt: Instant
  public var rungs: [Rung]

  public init(generation: Int, startedAt: Instant, dueAt: Instant, rungs: [Rung]) {
    self.generation = generation
    self.startedAt = startedAt
    self.dueAt = dueAt
    self.rungs = rungs
  }
}

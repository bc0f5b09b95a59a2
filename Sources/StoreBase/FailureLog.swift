public import Logging

/// Logs once that a part of the service cannot work, and once that it goes on.
///
/// When it is the database that is away, the pool says so for all (see ``Postgres/PostgresPool``): then this speaks at the
/// debug level only.
public struct FailureLog: Sendable {
  private let what: String
  private let logger: Logger
  /// How loudly it was told, since it began.
  private var told: Logger.Level?

  /// - Parameter what: the part, as in "the deadlines".
  public init(of what: String, logger: Logger) {
    self.what = what
    self.logger = logger
  }

  /// An attempt failed. In a task that was cancelled that is no trouble: it is how it ends.
  public mutating func add(_ error: StoreError) {
    guard !Task.isCancelled else { return }
    let level: Logger.Level = error.isUnavailable ? .debug : .warning
    // A database that comes back may turn out to be the wrong one: that is news again.
    if let told, told >= level { return }
    told = level
    logger.log(
      level: level,
      "a part of the service is interrupted",
      metadata: ["part": "\(what)", "error": "\(error)"]
    )
  }

  /// An attempt succeeded.
  public mutating func recovered() {
    guard let told else { return }
    self.told = nil
    logger.log(level: told == .debug ? .debug : .notice, "a part of the service goes on", metadata: ["part": "\(what)"])
  }
}

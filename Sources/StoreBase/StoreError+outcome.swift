import Postgres

extension StoreError {
  /// Whether the command may have been kept or not: its sender finds out by sending it again under the same id.
  public var isOutcomeUnknown: Bool {
    guard case .database(let error) = self else { return false }
    return switch error.kind {
    case .commitOutcomeUnknown, .connectionLost: true
    default: false
    }
  }

  /// Whether the fault lies in the moment and not in the request: it is worth asking again later.
  public var isPassing: Bool {
    if isRetriable || isOutcomeUnknown { return true }
    // Another instance may have the key already: while keys are changed, keyrings differ for a while.
    if case .keyMissing = self { return true }
    guard case .database(let error) = self else { return false }
    return switch error.kind {
    case .cancelled, .timedOut, .closed: true
    default: false
    }
  }

  /// Whether it passes only when somebody does something, as when the keyring lacks a key: it has to be in the log each time.
  public var asksForSomebody: Bool {
    if case .keyMissing = self { true } else { false }
  }

  /// Whether the connection to the database was lost or could not be made.
  public var isUnavailable: Bool {
    guard case .database(let error) = self else { return false }
    return switch error.kind {
    case .unavailable, .connectionLost, .commitOutcomeUnknown, .closed: true
    default: false
    }
  }

  /// The error when it is about the case that was being read, and not about the database or this process.
  package static func ofTheCase(_ error: any Error) -> StoreError? {
    let error = (error as? PostgresError).map(StoreError.database) ?? error as? StoreError
    return error.flatMap { $0.saysNothingOfTheCase ? nil : $0 }
  }

  /// Whether the database or this process was in the way, rather than the case. A timer fires once, so after such an error
  /// its command may always be given again, also when the first may have been kept.
  public var saysNothingOfTheCase: Bool {
    guard case .database(let error) = self else { return isRetriable }
    return switch error.kind {
    case .connectionLost, .commitOutcomeUnknown, .cancelled, .timedOut, .closed: true
    default: error.isRetriable
    }
  }
}

import Postgres

extension StoreError {
  /// The error when it is about the case that was being read, and not about the database or this process.
  static func ofTheCase(_ error: any Error) -> StoreError? {
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

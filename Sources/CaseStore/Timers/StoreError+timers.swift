import Postgres

extension StoreError {
  /// Whether the database or this process was in the way, rather than the case. A rung fires once, so after such an error
  /// its command may always be given again, also when the first may have been kept.
  public var saysNothingOfTheCase: Bool {
    guard case .database(let error) = self else { return isRetriable }
    return switch error.kind {
    case .connectionLost, .commitOutcomeUnknown, .cancelled, .timedOut, .closed: true
    default: error.isRetriable
    }
  }
}

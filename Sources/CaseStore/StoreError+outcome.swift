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
    guard case .database(let error) = self else { return false }
    return switch error.kind {
    case .cancelled, .timedOut, .closed: true
    default: false
    }
  }
}

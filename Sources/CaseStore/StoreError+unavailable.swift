import Postgres

extension StoreError {
  /// Whether the connection to the database was lost or could not be made.
  public var isUnavailable: Bool {
    guard case .database(let error) = self else { return false }
    return switch error.kind {
    case .unavailable, .connectionLost, .commitOutcomeUnknown, .closed: true
    default: false
    }
  }
}

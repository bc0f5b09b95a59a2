/// Why a local service that was started does not run.
public enum StartFault: Sendable, Hashable {
  /// The shell that guards it could not be run.
  case unguarded
  /// Its data could not be made.
  case unprepared
  /// It ended; 128 and more is the signal that ended it.
  case ended(status: Int)
  /// It ran and gave no answer for so long.
  case silent(Duration)
}

extension StartFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unguarded: "its guard did not start"
    case .unprepared: "its data could not be made"
    case .ended(let status): "it ended while starting, with status \(status)"
    case .silent(let limit): "it gave no answer within \(limit)"
    }
  }
}

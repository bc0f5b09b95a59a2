/// Why a benchmark gave no figures.
public enum BenchmarkError: Error, Sendable, CustomStringConvertible {
  /// What was done is not what was to be measured.
  case notWhatWasAsked(String)
  /// A program beside which is measured failed.
  case other(program: String, reason: String)

  public var description: String {
    switch self {
    case .notWhatWasAsked(let what): "the measurement is void: \(what)"
    case .other(let program, let reason): "\(program) failed: \(reason)"
    }
  }
}

import Foundation

/// How far another clock is from the one of this machine.
struct ClockDifference: Sendable, Hashable {
  /// In seconds; above 0 when the other is ahead.
  let seconds: Double
  /// In seconds: how far that may be off, for the question took time, and the answer may be rounded.
  let doubt: Double

  /// - Parameters:
  ///   - asked: when the other was asked, by the clock of this machine.
  ///   - told: what it said.
  ///   - answered: when that came, by the clock of this machine.
  ///   - resolution: in seconds: what it said was rounded down to this.
  init(asked: Date, told: Date, answered: Date, resolution: Double = 0) {
    let wait = max(0, answered.timeIntervalSince(asked))
    seconds = told.timeIntervalSince(asked) + resolution / 2 - wait / 2
    doubt = (wait + resolution) / 2
  }

  /// In seconds: so far apart they are, whatever the doubt.
  var least: Double { max(0, abs(seconds) - doubt) }

  /// - Parameters:
  ///   - warning: more than so many seconds should be looked at.
  ///   - fault: more than so many do harm.
  func outcome(warning: Double, fault: Double) -> Doctor.Finding.Outcome {
    if least > fault { return .fault }
    return least > warning ? .warning : .ok
  }

  var text: String {
    guard least > 0 else { return "the same as that of this machine, as far as that can be seen" }
    return "\(String(format: "%.1f", least)) s or more \(seconds > 0 ? "ahead of" : "behind") that of this machine"
  }
}

import Foundation

/// What a failover cost, and what was counted before and after it.
struct Failover: Encodable, Sendable {
  /// The commands that partners had been told were carried out, when the primary was dead.
  var accepted = 0
  /// Those of them that stand in the journal of the server that took over.
  var kept = 0
  /// From the death of the primary until the standby took changes.
  var secondsUntilPromoted = 0.0
  /// From the death of the primary until a command was carried out.
  var secondsUntilCarriedOut = 0.0
  /// From then until the former primary was a synchronous standby.
  var secondsUntilRejoined = 0.0

  var text: String {
    func seconds(_ value: Double) -> String { String(format: "%.2f s", value) }
    return "failover: \(accepted) commands accepted before, \(kept) of them kept; after the death of the primary "
      + "\(seconds(secondsUntilPromoted)) until the standby took changes, \(seconds(secondsUntilCarriedOut)) until a command was "
      + "carried out; the former primary was a synchronous standby \(seconds(secondsUntilRejoined)) later"
  }
}

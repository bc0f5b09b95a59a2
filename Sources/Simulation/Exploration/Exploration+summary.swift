import Foundation

extension Exploration {
  /// What was looked at, in one line.
  public var summary: String {
    let number = situations < 1e6 ? "\(Int(situations))" : String(format: "%.1e", situations)
    let seen = "looked at \(number) situations, \(events) kinds of events, in \(rounds) rounds"
    return isBounded ? "\(seen); there was more than fits, so nothing is claimed" : "\(seen): all there are"
  }
}

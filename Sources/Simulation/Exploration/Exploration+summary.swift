import Foundation

extension Exploration {
  /// What was explored, in one line.
  public var summary: String {
    let number = situations < 1e6 ? "\(Int(situations))" : String(format: "%.1e", situations)
    let seen = "explored \(number) situations, \(events) kinds of events, in \(rounds) rounds"
    return isBounded ? "\(seen); there are more than fit in memory, so nothing is claimed" : "\(seen): all there are"
  }
}

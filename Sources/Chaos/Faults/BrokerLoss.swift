import Foundation

/// What the death of nodes of the broker cost, and what was counted before and after it.
struct BrokerLoss: Encodable, Sendable {
  /// How many nodes died, and of how many.
  let nodes: Int
  let of: Int
  /// The events that the broker had confirmed when they were dead.
  var confirmedBefore = 0
  /// The same when they were brought back. While most nodes are away nothing may be added.
  var confirmedMeanwhile = 0
  /// From the death of the nodes, or when most died from the start of one of them, until an event was confirmed for every partner that had one coming.
  var secondsUntilTold = 0.0
  /// The same, until three more commands of partners were answered.
  var secondsUntilAnswered = 0.0
  /// From the start of the last node until every queue had all its members.
  var secondsUntilWhole = 0.0

  var isOfMost: Bool { nodes * 2 > of }

  var text: String {
    func seconds(_ value: Double) -> String { String(format: "%.2f s", value) }
    let meanwhile = isOfMost ? ", \(confirmedMeanwhile) while they were away" : ""
    return
      "\(nodes) of \(of) nodes of the broker killed: \(confirmedBefore) events confirmed before\(meanwhile); after "
      + "\(isOfMost ? "the start of one of them" : "its death") \(seconds(secondsUntilTold)) until each partner was told, "
      + "\(seconds(secondsUntilAnswered)) until three more commands were answered; all members of all queues "
      + "\(seconds(secondsUntilWhole)) after the start of the last"
  }
}

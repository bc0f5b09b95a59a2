import OrderedCollections

/// A type of event that a workflow names itself: to whom it goes, and when.
struct NamedEvent: Sendable {
  let type: String
  /// By their labels.
  var recipients: OrderedSet<String> = []
  /// Each has to acknowledge it.
  var asksAcknowledgement = false
  /// The labels of the commands that lead to it, and of the deadlines.
  var commands: OrderedSet<String> = []
  var deadlines: OrderedSet<String> = []
}

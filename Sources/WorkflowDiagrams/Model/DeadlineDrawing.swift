import CaseCore

struct DeadlineDrawing: Hashable, Sendable {
  var key: String
  var label: String
  /// How long, in words: `3 maanden, kalender`.
  var term: String
  /// Nothing when it lasts until a date that the case itself has.
  var length: Length?
  /// When it runs at all, in words.
  var condition: String?
  /// What is said before and after the due moment, in words.
  var notes: [String]
  /// The keys of the states it runs in.
  var states: [String]
  /// The key of the state it leads into.
  var target: String?
  var targetLabel: String?

  /// Runs on from one state into another.
  var isShared: Bool { states.count > 1 }
}

/// Something that happens to a machine, and by whom or by what.
struct Move: Hashable, Sendable {
  enum Cause: Hashable, Sendable {
    /// A command, with the names of the roles that may give it.
    case command(roles: [String])
    /// A deadline that passes, with its length in words.
    case deadline(term: String)
  }

  /// The key of the command or of the deadline.
  var key: String
  var label: String
  var cause: Cause
  /// The label of the machine in which it happens, where that is another one.
  var elsewhere: String?
  /// All that must hold, each in words.
  var conditions: [String] = []
  /// What it does beside leading somewhere, in words.
  var effects: [String] = []
  /// The keys of the deadlines that begin again.
  var restarts: [String] = []

  var isTimed: Bool {
    switch cause {
    case .command: false
    case .deadline: true
    }
  }

  /// What is done, where, and what else that does.
  var what: String { effects.isEmpty ? place : "\(place) (\(effects.joined(separator: "; ")))" }

  /// What is done, and where.
  var place: String { elsewhere.map { "\(label) (\($0))" } ?? label }
}

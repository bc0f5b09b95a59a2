/// One thing that a journal entry changed in its case. Entries record changes, not the reasoning that led to them, so a
/// journal replays to the same case whatever becomes of the workflow, the directory and the calendar.
public enum Change: Hashable, Sendable, Codable {
  case entered(state: String)
  case set(fact: String, value: Value)
  case voted(decision: String, role: String, option: String)
  case joined(Party)
  case deadlineStarted(name: String, RunningDeadline)
  case deadlineEnded(name: String)
  case rungFired(deadline: String, rung: Int)
  /// The case follows another version from here on, in which some states have another name (old to new).
  case migrated(version: String, states: [String: String])
}

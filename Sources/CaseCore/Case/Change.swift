/// One thing that a journal entry changed in its case. Entries record changes, not the reasoning that led to them, so a
/// journal replays to the same case whatever becomes of the workflow, the directory and the calendar.
public indirect enum Change: Hashable, Sendable {
  case entered(state: String)
  case set(fact: String, value: Value)
  /// Takes the place of the vote that the same organisation gave in the same role, and the same person, where votes are
  /// counted by person.
  case voted(decision: String, Vote, byPerson: Bool)
  case withdrawn(decision: String, Vote)
  case recused(decision: String, person: String)
  case joined(Party)
  /// The organisation lost these roles, and with its last one its part, from this revision on; in the children of the case
  /// too.
  case left(organisation: String, roles: Set<String>, revision: Int64)
  case moved(region: String)
  case deadlineStarted(name: String, RunningDeadline)
  case deadlineEnded(name: String)
  case timerFired(deadline: String, timer: Int)
  /// The deadline, which begins on this day of the case, has passed.
  case passed(deadline: String, since: CivilDate)
  case began(child: String, machine: String)
  case inChild(String, Change)
  /// The case follows another version from here on.
  case migrated(version: String)
  /// States of the machine have other names from here on: old to new.
  case renamed(states: [String: String])
}

/// One thing that a journal entry changed in its case. Entries record changes, not the reasoning that led to them, so a
/// journal replays to the same case whatever becomes of the workflow, the directory and the calendar.
public indirect enum Change: Hashable, Sendable {
  case entered(state: String)
  case set(fact: String, value: Value)
  /// Replaces the vote that the same organisation gave in the same role; where votes are counted by person, the vote of the
  /// same person.
  case voted(decision: String, Vote, byPerson: Bool)
  case withdrawn(decision: String, Vote)
  case recused(decision: String, person: String)
  case joined(Party)
  /// The organisation lost these roles. With its last role its part in the case ended, from this revision on, and also in
  /// the children of the case.
  case left(organisation: String, roles: Set<String>, revision: Int64)
  case moved(region: String)
  case deadlineStarted(name: String, RunningDeadline)
  case deadlineEnded(name: String)
  case timerFired(deadline: String, timer: Int)
  /// The deadline, which begins on this day of the case, has expired.
  case passed(deadline: String, since: CivilDate)
  case began(child: String, machine: String)
  case inChild(String, Change)
  /// From here on the case follows another version.
  case upgraded(version: String)
  /// From here on states of the machine have other names: old to new.
  case renamed(states: [String: String])
  /// The same, of the machine and of what else it has. A child keeps its own name.
  case renamedParts(NewNames)
  /// From here on the case has these revisions for these organisations; see ``ReaderRevision``.
  case told(revisions: [String: Int64], at: Instant)
  /// The case has this name from here on; see ``CaseName``.
  case named(String)
}

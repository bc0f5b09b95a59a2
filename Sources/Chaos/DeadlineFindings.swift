/// What is wrong with the deadlines that the tables tell of, after the clock jumped. It reads no table itself, so that a test can give it
/// what was early, late or done twice.
struct DeadlineFindings {
  /// How many fired, by the case, their number and their moment.
  let fired: [String: Int]
  /// How many entries of journals there are of them, alike.
  let written: [String: Int]
  /// Of which cases an entry was written before the moment that it is about.
  let early: [String]
  /// Of which cases something was due long ago and has not been looked at.
  let overdue: [String]

  var all: [String] {
    let keys = Set(fired.keys).union(written.keys).sorted()
    let effects = keys.filter { fired[$0] != written[$0] }.map {
      "the deadline \($0) fired \(fired[$0] ?? 0) times and stands \(written[$0] ?? 0) times in the journal"
    }
    return effects + early.map { "a deadline of case \($0) had its effect before its moment" }
      + overdue.map { "a deadline of case \($0) is overdue" }
  }
}

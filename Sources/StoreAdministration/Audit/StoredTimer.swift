import CaseCore
import Foundation
import Postgres
import StoreBase

/// A timer that waits, as the table has it or as a case says that it should be.
struct StoredTimer: Hashable {
  let deadline: String
  let generation: Int
  let number: Int
  let at: Instant

  static let select = """
    select case_id, deadline, generation, number, at from timer where outcome is null order by case_id
    """

  init(_ row: Row) throws(PostgresError) {
    deadline = try row[1]
    generation = try row[2]
    number = try row[3]
    at = Instant(try row[4, as: PostgresTimestamp.self])
  }

  private init(deadline: String, generation: Int, number: Int, at: Instant) {
    (self.deadline, self.generation, self.number, self.at) = (deadline, generation, number, at)
  }

  /// One for every timer that has not fired, of every deadline that runs.
  static func all(of instance: Case) -> Set<StoredTimer> {
    var timers: Set<StoredTimer> = []
    for (child, part) in instance.instances {
      for (name, running) in part.deadlines {
        for (index, timer) in running.timers.enumerated() where !timer.isFired {
          timers.insert(
            StoredTimer(
              deadline: DeadlineName(name, child: child).description,
              generation: running.generation,
              number: index,
              at: timer.at
            )
          )
        }
      }
    }
    return timers
  }
}

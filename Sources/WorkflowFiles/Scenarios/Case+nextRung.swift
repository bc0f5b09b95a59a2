package import CaseCore

extension Case {
  /// The rung that comes first; of several at one moment, that of the first deadline by name.
  package var nextRung: OpenRung? {
    deadlines.flatMap { name, running in
      running.rungs.enumerated().filter { !$1.isFired }.map { index, rung in
        OpenRung(
          deadline: name,
          generation: running.generation,
          rung: index,
          at: rung.at,
          isExpiry: index == running.rungs.count - 1
        )
      }
    }.min { ($0.at, $0.deadline, $0.rung) < ($1.at, $1.deadline, $1.rung) }
  }
}

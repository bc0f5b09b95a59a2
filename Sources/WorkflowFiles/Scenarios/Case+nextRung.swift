package import CaseCore

extension Case {
  /// The rung that comes first; of several at one moment, that of the first deadline by name.
  package var nextRung: OpenRung? {
    instances.flatMap { child, focus in
      focus.deadlines.flatMap { name, running in
        running.rungs.enumerated().filter { !$1.isFired }.map { index, rung in
          OpenRung(
            deadline: DeadlineName(name, child: child),
            generation: running.generation,
            rung: index,
            at: rung.at,
            isExpiry: rung.kind == .expiry
          )
        }
      }
    }.min { ($0.at, $0.deadline, $0.rung) < ($1.at, $1.deadline, $1.rung) }
  }
}

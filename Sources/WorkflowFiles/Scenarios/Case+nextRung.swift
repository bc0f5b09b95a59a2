import CaseCore

/// A rung of a running deadline that has not fired.
struct OpenRung {
  var deadline: String
  var generation: Int
  var rung: Int
  var at: Instant
  var isExpiry: Bool
}

extension Case {
  /// The rung that comes first; of several at one moment, that of the first deadline by name.
  var nextRung: OpenRung? {
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

extension Instant {
  /// The same time of day in Amsterdam so many days, weeks, months or years later; or so many hours later.
  func adding(_ length: Length) -> Instant {
    let local = Amsterdam.local(at: self)
    let date =
      switch length.unit {
      case .hours: local.date
      case .days: local.date.adding(days: length.amount)
      case .weeks: local.date.adding(days: 7 * length.amount)
      case .months: local.date.adding(months: length.amount)
      case .years: local.date.adding(months: 12 * length.amount)
      }
    if length.unit == .hours { return adding(seconds: Int64(3_600 * length.amount)) }
    return CivilDateTime(date: date, hour: local.hour, minute: local.minute, second: local.second)
      .map(Amsterdam.instant) ?? self
  }
}

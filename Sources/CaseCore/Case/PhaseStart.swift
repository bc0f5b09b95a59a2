/// Since which day a case is in its phase, the state of its root machine: a fold of its journal.
///
/// A state that is entered again without being left goes on, and so does one that gets another name. So the day moves only with what
/// everyone sees who sees the phase.
public struct PhaseStart: Hashable, Sendable {
  /// The key of the state; empty before the first entry.
  public private(set) var state: String
  /// In the Netherlands. `nil` as long as no entry led into another state.
  public private(set) var day: CivilDate?

  /// - Parameter day: since when it is in that state, when that is known.
  public init(state: String = "", day: CivilDate? = nil) {
    self.state = state
    self.day = day
  }

  /// Folds an entry into it.
  /// - Parameter moment: of the entry.
  public mutating func add(_ changes: [Change], at moment: Instant) {
    var (former, present) = (state, state)
    for change in changes {
      switch change {
      case .entered(let next): present = next
      case .renamed(let names): (former, present) = (names[former] ?? former, names[present] ?? present)
      default: break
      }
    }
    if present != former { day = Amsterdam.date(at: moment) }
    state = present
  }

  /// Folds decisions into it, the first of them first.
  public mutating func add(_ decisions: [Decision]) {
    for decision in decisions { add(decision.entry.changes, at: decision.entry.at) }
  }
}

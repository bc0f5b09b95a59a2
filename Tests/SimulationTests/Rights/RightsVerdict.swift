import CaseCore

/// What somebody hears of a right: one of these, whatever else is wrong with a command.
enum RightsVerdict: String, CaseIterable {
  /// There is no such case.
  case hidden
  /// A case knows no such command.
  case unknownCommand
  /// There is no such child.
  case hiddenPart
  case notEntitled
  /// The word of the organisation is not enough.
  case notVouched
  /// The case is over.
  case closed
  /// Not in this state, which is named.
  case notHere
  /// Not in this state, which is not named.
  case notHereUnnamed
  /// Nothing but guards, votes and the like stands in the way.
  case open
  /// The clock has nothing to do.
  case lapsed
  /// The engine refused it for a reason that this test takes care not to give.
  case unexpected
}

extension RightsVerdict {
  init(_ outcome: Outcome) {
    self =
      switch outcome {
      case .accepted: .open
      case .lapsed: .lapsed
      case .refused(let refusal): RightsVerdict(refusal)
      }
  }

  private init(_ refusal: Refusal) {
    self =
      switch refusal {
      case .unknownCase: .hidden
      case .unknownCommand: .unknownCommand
      case .notEntitled: .notEntitled
      case .invalid(let faults): faults.map(\.field) == ["onderdeel"] ? .hiddenPart : .unexpected
      case .stale, .insufficientAuthentication: .unexpected
      case .notNow(let rules, _): RightsVerdict(rules)
      }
  }

  private init(_ rules: [Rule]) {
    for rule in rules {
      switch rule {
      case .vouchedNotAccepted: self = .notVouched
      case .caseClosed: self = .closed
      case .notInState(_, let state): self = state == nil ? .notHereUnnamed : .notHere
      case .noValidGround, .nothingToName: self = .unexpected
      default: continue
      }
      return
    }
    self = .open
  }
}

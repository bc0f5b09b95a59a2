/// Conditions on whose command it is, and on whose votes there are.
extension Situation {
  /// Whether the command is given for an organisation that is named there; `nil` when that is not known yet.
  func isSender(_ named: Guard.Subject) -> Bool? {
    guard let sender, !isUnsaid(named) else { return nil }
    return value(of: named)?.references.contains(sender.organisation) ?? false
  }

  /// Whether one of the organisations that are named there has a vote that counts, and for the option that is chosen there. Without such a
  /// vote it does not hold, whatever is said.
  func hasVoted(_ decision: String, _ named: Guard.Subject, _ option: Guard.Subject?) -> Bool? {
    var votes = poll(decision)?.votes ?? []
    if let sender, sender.vote == decision, sender.child == child {
      votes.removeAll { $0.organisation == sender.organisation }
    }
    if !isUnsaid(named) {
      let organisations = value(of: named)?.references ?? []
      votes.removeAll { !organisations.contains($0.organisation) }
    }
    if let option, !isUnsaid(option) {
      let chosen = value(of: option)
      votes.removeAll { chosen != .choice($0.option) }
    }
    if votes.isEmpty { return false }
    return isUnsaid(named) || option.map(isUnsaid) ?? false ? nil : true
  }

  private func value(of subject: Guard.Subject) -> Value? {
    switch subject {
    case .fact(let name): focus.facts[name]
    case .field(let name): fields[name]
    }
  }
}

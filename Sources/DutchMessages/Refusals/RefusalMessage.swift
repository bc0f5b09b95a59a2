public import CaseCore

/// A refusal as its sender is told: codes for programs, and sentences for people. It is what is kept of a refusal, so that it is told
/// the same again when a later release has other words.
public enum RefusalMessage: Hashable, Sendable {
  case unknownCase
  case unknownCommand(String)
  case notEntitled(rule: String)
  /// - Parameter levels: of which one is enough. It is told, and not kept.
  case insufficientAuthentication(rule: String, levels: [String])
  case invalid([FieldFault])
  case stale(current: Int64)
  /// - Parameter codes: of each of the rules; none when it was told before there were codes.
  case notNow(rules: [String], possible: [String], codes: [String])

  public init(_ refusal: Refusal) {
    self =
      switch refusal {
      case .unknownCase: .unknownCase
      case .unknownCommand(let name): .unknownCommand(name)
      case .notEntitled(let lacking): .notEntitled(rule: lacking.dutch)
      case .insufficientAuthentication(let command, let levels):
        .insufficientAuthentication(
          rule: "«\(command)» vraagt een sterkere aanmelding, op het niveau \(levels.joined(separator: " of ")).",
          levels: levels
        )
      case .invalid(let faults): .invalid(faults.map(FieldFault.init))
      case .stale(let current): .stale(current: current)
      case .notNow(let rules, let possible):
        .notNow(rules: rules.map(\.dutch), possible: possible, codes: rules.map(\.code))
      }
  }

  /// The kind of refusal.
  public var code: RefusalCode {
    switch self {
    case .unknownCase: .unknownCase
    case .unknownCommand: .unknownCommand
    case .notEntitled: .notEntitled
    case .insufficientAuthentication: .insufficientAuthentication
    case .invalid: .invalid
    case .stale: .stale
    case .notNow: .notNow
    }
  }
}

extension Refusal.Entitlement {
  fileprivate var dutch: String {
    switch self {
    case .listing: "Uw organisatie is niet ingeschreven."
    case .role(let command, let roles): "«\(command)» is voorbehouden aan: \(roles.joined(separator: ", "))."
    }
  }
}

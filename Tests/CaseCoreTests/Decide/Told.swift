import CaseCore
import DutchMessages

/// A refusal as people read it: what most tests are about. What programs read of it has tests of its own.
enum Told: Hashable {
  case unknownCase
  case unknownCommand(String)
  case notEntitled(rule: String)
  case insufficientAuthentication(rule: String)
  case invalid([Fault])
  case stale(current: Int64)
  case notNow(rules: [String], possible: [String])

  struct Fault: Hashable {
    var field: String
    var message: String
  }

  init(_ refusal: Refusal) {
    self =
      switch RefusalMessage(refusal) {
      case .unknownCase: .unknownCase
      case .unknownCommand(let name): .unknownCommand(name)
      case .notEntitled(let rule): .notEntitled(rule: rule)
      case .insufficientAuthentication(let rule, _): .insufficientAuthentication(rule: rule)
      case .invalid(let faults): .invalid(faults.map { Fault(field: $0.field, message: $0.message) })
      case .stale(let current): .stale(current: current)
      case .notNow(let rules, let possible, _): .notNow(rules: rules, possible: possible)
      }
  }
}

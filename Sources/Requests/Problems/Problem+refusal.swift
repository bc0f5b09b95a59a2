import CaseCore
package import DutchMessages
import OrderedCollections
import StrictJSON

extension Problem {
  /// A refusal of the engine as an answer. What was told before there were codes has none for its rules and fields.
  package init(_ refusal: RefusalMessage) {
    switch refusal {
    case .unknownCase: self = .unknownCase
    case .unknownCommand:
      self = .invalid("opdracht", "De werkstroom kent deze opdracht niet.", code: refusal.code.rawValue)
    case .notEntitled(let rule):
      self.init(.notEntitled, rule)
      extra["regels"] = [.string(rule)]
    case .insufficientAuthentication(let rule, let levels):
      self.init(.insufficientAuthentication, rule)
      self.levels = levels
    case .invalid(let faults): self = .invalid(faults)
    case .stale(let current):
      self.init(
        .stale,
        "De casus is gewijzigd sinds u hem las. Lees hem opnieuw en besluit dan of u de opdracht nog geeft."
      )
      extra["revisie"] = .integer(current)
    case .notNow(let rules, let possible, let codes):
      self.init(.notNow, rules.joined(separator: " "))
      extra["regels"] = JSON(rules)
      extra["mogelijk"] = JSON(possible)
      if !codes.isEmpty { extra["codes"] = JSON(codes) }
    }
    code = refusal.code.rawValue
  }
}

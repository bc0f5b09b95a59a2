import CaseCore
import DutchMessages
import Hummingbird
import OrderedCollections
import StoreBase
import StrictJSON

extension Problem {
  /// A refusal of the engine as an answer over HTTP. What was told before there were codes has none for its rules and fields.
  init(_ refusal: RefusalMessage) {
    switch refusal {
    case .unknownCase: self = .unknownCase
    case .unknownCommand:
      self = .invalid("opdracht", "De werkstroom kent deze opdracht niet.", code: refusal.code.rawValue)
    case .notEntitled(let rule):
      self.init(.notEntitled, rule)
      extra["regels"] = [.string(rule)]
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

  /// What went wrong beside a refusal.
  init(_ error: StoreError) {
    guard error.isPassing else {
      self.init(.internalFault, "Er ging iets mis in de dienst. De beheerder vindt de oorzaak in het logboek.")
      return
    }
    self.init(
      .unavailable,
      error.isOutcomeUnknown
        ? "Onbekend is of de opdracht is uitgevoerd. Herhaal het verzoek met dezelfde Idempotency-Key: een opdracht "
          + "wordt zo nooit tweemaal uitgevoerd. Een verzoek zonder zo'n sleutel: kijk eerst of het is uitgevoerd."
        : "De dienst is er even niet. Herhaal het verzoek later, een opdracht met dezelfde Idempotency-Key."
    )
    headers[.retryAfter] = "2"
  }
}

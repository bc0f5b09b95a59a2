import StrictJSON

extension RightsVerdict {
  /// What somebody reads in a refusal, as `problem+json` or in the answer to a message.
  init(refusal: JSON) {
    switch refusal["code"]?.string {
    case "unknown-case": self = .hidden
    case "unknown-command": self = .unknownCommand
    case "not-entitled": self = .notEntitled
    case "invalid":
      let faults = refusal["fouten"]?.items ?? []
      switch faults.map({ $0["veld"]?.string }) {
      case ["onderdeel"]: self = .hiddenPart
      // By this command no case begins: it is said as if there were no such workflow.
      case ["werkstroom"], ["opdracht.werkstroom"]:
        self = faults.first?["code"]?.string == "unknown-workflow" ? .hidden : .unexpected
      default: self = .unexpected
      }
    case "not-now": self = .init(codes: Self.texts(refusal["codes"]), rules: Self.texts(refusal["regels"]))
    default: self = .unexpected
    }
  }

  /// - Parameters:
  ///   - codes: of the rules that forbid it.
  ///   - rules: in words, in the same order.
  private init(codes: [String], rules: [String]) {
    guard !codes.isEmpty, codes.count == rules.count else {
      self = .unexpected
      return
    }
    for (code, rule) in zip(codes, rules) {
      switch code {
      case "vouched-not-accepted": self = .notVouched
      case "case-closed": self = .closed
      // The state is named to whoever may know it.
      case "not-in-state": self = rule.contains(" in de fase ") ? .notHere : .notHereUnnamed
      case "no-valid-ground", "nothing-to-name": self = .unexpected
      default: continue
      }
      return
    }
    self = .open
  }

  private static func texts(_ list: JSON?) -> [String] { list?.items?.compactMap(\.string) ?? [] }
}

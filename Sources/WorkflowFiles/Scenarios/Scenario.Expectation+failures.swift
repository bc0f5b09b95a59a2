import CaseCore
import DutchMessages
import OrderedCollections

extension Scenario.Expectation {
  /// The differences from the expectation, in Dutch.
  func failures(_ observed: StepObservation) -> [String] {
    var failures = refusalFailures(observed.refusal)
    if let state, state != observed.state { failures.append("Verwacht: fase «\(state)»; het is «\(observed.state)».") }
    for (child, state) in children where state != observed.children[child] {
      let found = observed.children[child].map { "het is «\($0)»" } ?? "het onderdeel is er niet"
      failures.append("Verwacht: \(child) in fase «\(state)»; \(found).")
    }
    if expired != observed.expired {
      failures.append("Verwacht: verlopen \(expired.listed); verlopen zijn \(observed.expired.listed).")
    }
    if let told, !told.sameElements(as: observed.told) {
      failures.append("Verwacht: horen \(told.told); het hoorden \(observed.told.told).")
    }
    if let erases, erases != observed.erases {
      failures.append(erases ? "De inhoud is niet vernietigd." : "De inhoud is vernietigd.")
    }
    return failures + deadlines.compactMap { $1.failure($0, observed.deadlines[$0]) }
  }

  private func refusalFailures(_ observed: Refusal?) -> [String] {
    switch (refusal, observed) {
    case (nil, nil): return []
    case (nil, let observed?):
      return ["Geweigerd (\(observed.code.rawValue)): \(observed.words.joined(separator: " "))"]
    case (let expected?, nil): return ["Verwacht: geweigerd (\(expected.kind.rawValue)); het is aangenomen."]
    case (let expected?, let observed?): return expected.failures(observed)
    }
  }
}

extension Scenario.Refused {
  fileprivate func failures(_ observed: Refusal) -> [String] {
    guard kind.rawValue == observed.code.rawValue else {
      return ["Verwacht: geweigerd (\(kind.rawValue)); het is \(observed.code.rawValue): \(observed.words.listed)."]
    }
    let words = observed.words.joined(separator: " ")
    var failures = says.filter { !words.contains($0) }.map { "Verwacht: de weigering zegt «\($0)»; zij zegt: \(words)" }
    if let fields, Set(fields) != Set(observed.fields) {
      failures.append("Verwacht: fout zijn \(fields.listed); fout zijn \(observed.fields.listed).")
    }
    return failures
  }
}

extension Scenario.Running {
  fileprivate func failure(_ name: String, _ observed: RunningDeadline?) -> String? {
    switch (self, observed) {
    case (.stopped, nil): return nil
    case (.running, let running?): return running.ledger.isSuspended ? "De termijn «\(name)» is opgeschort." : nil
    case (.suspended, let running?):
      return running.ledger.isSuspended ? nil : "De termijn «\(name)» is niet opgeschort."
    case (.stopped, .some): return "De termijn «\(name)» loopt."
    case (.running, nil), (.until, nil), (.suspended, nil): return "De termijn «\(name)» loopt niet."
    case (.until(let day), let running?):
      // The last day of a term is the one before its due moment, which is the first that is too late.
      let last = Amsterdam.date(at: running.dueAt.adding(microseconds: -1))
      return last == day ? nil : "Verwacht: termijn «\(name)» tot en met \(day); het is \(last)."
    }
  }
}

extension Refusal {
  /// The text for the sender.
  fileprivate var words: [String] {
    switch RefusalMessage(self) {
    case .unknownCase, .stale: []
    case .unknownCommand(let name): [name]
    case .notEntitled(let rule), .insufficientAuthentication(let rule, _): [rule]
    case .invalid(let faults): faults.map(\.message)
    case .notNow(let rules, _, _): rules
    }
  }

  fileprivate var fields: [String] {
    if case .invalid(let faults) = self { faults.map(\.field) } else { [] }
  }
}

extension [String] {
  fileprivate var listed: String { isEmpty ? "niets" : joined(separator: ", ") }
}

extension [String: [String]] {
  fileprivate var told: String {
    isEmpty
      ? "niemand" : sorted { $0.key < $1.key }.map { "\($0): \($1.joined(separator: ", "))" }.joined(separator: "; ")
  }
}

extension OrderedDictionary<String, [String]> {
  fileprivate var told: String { Dictionary(uniqueKeysWithValues: map { ($0, $1) }).told }

  fileprivate func sameElements(as other: [String: [String]]) -> Bool {
    Dictionary(uniqueKeysWithValues: map { ($0, $1) }) == other
  }
}

import CaseCore
import OrderedCollections

extension DrawingReader {
  func effects(of transition: Transition) -> [String] {
    transition.erases ? ["de inhoud wordt vernietigd"] : []
  }

  func term(of deadline: Deadline) -> String {
    switch deadline.term {
    case .length(let rule): rule.words
    case .fact(let fact): "tot de datum «\((machine.facts[fact]?.label ?? fact).onOneLine)»"
    }
  }

  func length(of deadline: Deadline) -> Length? {
    switch deadline.term {
    case .length(let rule): rule.length
    case .fact: nil
    }
  }

  func target(of deadline: Deadline) -> String? {
    switch deadline.expiry {
    case .escalate: nil
    case .review(let state): state
    }
  }

  func notes(on deadline: Deadline) -> [String] {
    let before = deadline.warnings.map(\.before.dutch)
    return before.isEmpty ? [] : ["waarschuwing \(before.joined(separator: " en ")) vooraf"]
  }
}

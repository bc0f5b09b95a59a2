import CaseCore
import OrderedCollections

extension ConditionWords {
  /// `een Adviesaanvraag is Gevraagd of Lopend`
  func words(_ children: Guard.Children) -> String {
    let words = others(children.machine)
    let label = (workflow.machines[children.machine]?.label ?? children.machine).onOneLine
    let states = words.labels(of: children.states)
    let condition = children.condition.map { ", met \(words.words($0))" } ?? ""
    let isIn = { (verb: String) in states.isEmpty ? "" : " \(verb) \(states)" }
    return switch children.quantity {
    case .some: (states.isEmpty ? "er is een \(label)" : "een \(label)\(isIn("is"))") + condition
    case .none: (states.isEmpty ? "er is geen \(label)" : "geen \(label)\(isIn("is"))") + condition
    case .every: "elke \(label)\(isIn("is"))\(condition)"
    case .atLeast(let number): "ten minste \(number) keer \(label)\(isIn("die is"))\(condition)"
    }
  }
}

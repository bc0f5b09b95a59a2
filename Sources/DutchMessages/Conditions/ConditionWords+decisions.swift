import CaseCore
import OrderedCollections

extension ConditionWords {
  func label(ofDecision decision: String) -> String {
    (machine.decisions[decision]?.label ?? decision).onOneLine
  }

  /// The field that holds the vote: its options say what the outcomes are called.
  func vote(in decision: String) -> Field.Kind? {
    guard let field = machine.decisions[decision]?.field else { return nil }
    return machine.commands.values.first { $0.vote == decision }?.fields[field]?.kind
  }
}

import CaseCore
import OrderedCollections

/// Facts of the case and fields of the command, in words.
extension ConditionWords {
  func said(_ label: String, _ values: [Value], _ kind: Field.Kind?) -> String {
    "\(label.onOneLine): \(values.map { self.label(of: $0, kind) }.joined(separator: " of "))"
  }

  private func label(of value: Value, _ kind: Field.Kind?) -> String {
    switch value {
    case .text(let text), .reference(let text), .child(let text), .otherCase(let text): text.onOneLine
    case .date(let date): date.dutch
    case .number(let number): "\(number)"
    case .list(let values): values.map { label(of: $0, kind) }.joined(separator: ", ")
    case .choice(let choice):
      if case .choice(let options)? = kind {
        (options.first { $0.key == choice }?.label ?? choice).onOneLine
      } else {
        choice
      }
    }
  }

  func label(ofGrounds grounds: [String]) -> String {
    grounds.map { (workflow.grounds[$0]?.label ?? $0).onOneLine }.joined(separator: " of ")
  }

  func label(of subject: Guard.Subject, _ command: CommandDefinition?) -> String {
    switch subject {
    case .fact(let fact): (machine.facts[fact]?.label ?? fact).onOneLine
    case .field(let field): (command?.fields[field]?.label ?? field).onOneLine
    }
  }
}

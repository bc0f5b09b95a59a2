import CaseCore
import OrderedCollections

extension TransitionReader {
  /// Values as they are written, and values that come from the command or the day.
  func assignments(_ reader: NodeReader) -> (
    values: OrderedDictionary<String, Value>, origins: OrderedDictionary<String, Transition.Origin>
  ) {
    var values: OrderedDictionary<String, Value> = [:]
    var origins: OrderedDictionary<String, Transition.Origin> = [:]
    for (fact, reader) in reader.entries() {
      // The check of the workflow reports an unknown fact.
      let kind = guards.kinds.fact(fact, of: guards.machine)
      if reader.isMapping {
        origins[fact] = origin(reader)
      } else if case .scalar("today", isQuoted: false) = reader.node.content, !(kind?.isText ?? false) {
        origins[fact] = .today
      } else {
        values[fact] = kind == nil ? .text("") : kind.flatMap { reader.value(of: $0) }
      }
    }
    return (values, origins)
  }

  /// `{ from: sender }`, or `{ field: name }`.
  private func origin(_ reader: NodeReader) -> Transition.Origin? {
    guard let group = reader.group(["from", "field"]) else { return nil }
    guard group.has("from") != group.has("field") else {
      reader.fault("Zeg waar de waarde vandaan komt: { from: sender } of { field: veld }.")
      return nil
    }
    if let field = group.optional("field") { return field.name().map(Transition.Origin.field) }
    guard let from = group.optional("from"), let word = from.name() else { return nil }
    if word == "sender" { return .sender }
    from.fault("«\(word)» kan hier niet staan. Schrijf sender.")
    return nil
  }
}

extension Field.Kind {
  /// Whether a word is a value of it.
  fileprivate var isText: Bool {
    switch self {
    case .text, .choice: true
    case .date, .number, .reference, .child, .otherCase, .list: false
    }
  }
}

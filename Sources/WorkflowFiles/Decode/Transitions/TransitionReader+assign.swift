import CaseCore
import OrderedCollections

extension TransitionReader {
  func assignments(_ reader: NodeReader) -> OrderedDictionary<String, Value> {
    var values: OrderedDictionary<String, Value> = [:]
    for (fact, reader) in reader.entries() {
      // The check of the workflow reports an unknown fact.
      let kind = guards.kinds.fact(fact, of: guards.machine)
      values[fact] = kind == nil ? .text("") : kind.flatMap { reader.value(of: $0) }
    }
    return values
  }
}

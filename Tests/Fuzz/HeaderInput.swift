import CaseCore
import Requests

/// The headers that are read, and the query of an address: one value a line.
enum HeaderInput {
  static func take(_ bytes: [UInt8]) {
    let values = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    _ = Accept(values).takes("application/json")
    _ = EntityTag.condition(values)
    _ = EntityTag.names("\"1\"", in: values)
    _ = IdempotencyKey(values)
    for value in values {
      if let trace = TraceParent(value) {
        mustHold(trace.trace.utf8.count == 32 && trace.span.utf8.count == 16, "a trace has 32 digits, a span 16")
      }
      if let query = try? Query(value, keys: ["regio", "van", "voor", "lengte", "soort"]) { take(query) }
    }
  }

  private static func take(_ query: Query) {
    if let name = try? query.name("regio") {
      mustHold(TextRule.name.holds(name), "a name from a query is one line that shows something")
    }
    func text(_ key: String) -> String? { try? query.value(key, "") { $0 } }
    let question = TermQuestion(
      from: text("van"),
      before: text("voor"),
      length: text("lengte") ?? "",
      kind: text("soort") ?? ""
    )
    // Whatever is wrong is told.
    _ = try? question.answer(calendar: .standard, naming: .init(version: "closed", source: "asked"))
  }
}

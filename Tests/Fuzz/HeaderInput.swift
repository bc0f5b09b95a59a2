import CaseCore
import Requests

/// The headers that are read, and the query of an address: one value a line.
enum HeaderInput {
  static func take(_ bytes: [UInt8]) {
    let values = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    _ = Accept(values).takes("application/json")
    _ = EntityTag.condition(values)
    _ = IdempotencyKey(values)
    for value in values {
      if let trace = TraceParent(value) { mustHold(trace.trace.utf8.count == 32, "a trace has 32 digits") }
      if let query = try? Query(value, keys: ["na", "regio", "rol", "stand"]), let name = try? query.name("regio") {
        mustHold(TextRule.name.holds(name), "a name from a query is one line that shows something")
      }
    }
  }
}

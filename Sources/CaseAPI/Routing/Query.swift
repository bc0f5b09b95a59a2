import CaseCore
import Hummingbird

/// The part of an address after `?`. A key that the route does not have is a fault: the sender expects something of it.
struct Query {
  private let values: [String: String]

  init(_ request: Request, keys: Set<String> = []) throws(Problem) {
    var values: [String: String] = [:]
    for (key, value) in request.uri.queryParameters {
      guard keys.contains(String(key)), values.updateValue(String(value), forKey: String(key)) == nil else {
        let known = keys.isEmpty ? "geen" : keys.sorted().joined(separator: ", ")
        throw .invalid("query", "Het adres heeft een onbekende of dubbele parameter. Bekend zijn: \(known).")
      }
    }
    self.values = values
  }

  /// The value of a key, read by `parse`; `nil` when it is not there.
  func value<Value>(_ key: String, _ message: String, _ parse: (String) -> Value?) throws(Problem) -> Value? {
    guard let text = values[key] else { return nil }
    guard let value = parse(text) else { throw .invalid(key, message) }
    return value
  }
}

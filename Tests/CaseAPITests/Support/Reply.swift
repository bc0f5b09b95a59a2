import Foundation
import HTTPTypes

/// An answer of the API.
struct Reply {
  let status: Int
  let headers: HTTPFields
  let text: String

  /// The body as JSON; `nil` when it is none.
  var json: Node {
    Node((try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) ?? NSNull())
  }

  subscript(_ key: String) -> Node { json[key] }

  /// Whether it is a problem of the form that every problem has.
  var isProblem: Bool {
    headers[.contentType] == "application/problem+json" && json["status"].number == status
      && json["title"].text?.isEmpty == false && json["detail"].text?.isEmpty == false
      && json["type"].text?.hasPrefix("urn:casusregie:probleem:") == true
  }

  /// The parts of the request that were found wrong.
  var faults: [String] { json["fouten"].items.compactMap { $0["veld"].text } }

  /// Of each of those, the code of what is wrong.
  var codes: [String: String] {
    json["fouten"].items.reduce(into: [:]) { $0[$1["veld"].text ?? ""] = $1["code"].text }
  }
}

/// A part of a JSON text.
struct Node {
  let value: Any

  init(_ value: Any) { self.value = value }

  subscript(_ key: String) -> Node { Node((value as? [String: Any])?[key] ?? NSNull()) }
  subscript(_ index: Int) -> Node { items.indices.contains(index) ? items[index] : Node(NSNull()) }

  var text: String? { value as? String }
  var number: Int? { value as? Int }
  var items: [Node] { (value as? [Any])?.map(Node.init) ?? [] }
  var keys: [String] { (value as? [String: Any])?.keys.sorted() ?? [] }
  var isNull: Bool { value is NSNull }
}

extension HTTPField.Name {
  static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .accept
  static let apiVersion = HTTPField.Name("API-Version") ?? .accept
  static let rateLimit = HTTPField.Name("RateLimit") ?? .accept
  static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy") ?? .accept
  static let traceparent = HTTPField.Name("traceparent") ?? .accept
}

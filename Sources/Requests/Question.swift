package import CaseCore
package import StrictJSON

/// Who asks something, known by another way than a request over HTTP.
package struct Asker: Sendable, Hashable {
  package var actor: Actor
  /// Whether it is a system of the organisation's, and no person.
  package var isSystem: Bool

  package init(_ actor: Actor, isSystem: Bool) {
    self.actor = actor
    self.isSystem = isSystem
  }
}

/// What a question comes to, as it would over HTTP.
package struct QuestionAnswer: Sendable, Hashable {
  /// An HTTP status.
  package var status: Int
  package var body: JSON

  package init(status: Int, body: JSON) {
    self.status = status
    self.body = body
  }
}

/// Answers what is asked under the addresses of the API.
package protocol QuestionResponder: Sendable {
  /// - Parameter address: path and query, such as `/v1/casussen?fase=toetsing`.
  /// - Returns: `nil` when it cannot be answered now.
  func answer(_ address: String, to asker: Asker) async -> QuestionAnswer?
}

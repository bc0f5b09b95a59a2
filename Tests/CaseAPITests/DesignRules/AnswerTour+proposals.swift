import CaseCore
import Foundation
import HTTPTypes
import Testing

/// What administrators propose, approve, reject, withdraw and undo.
extension AnswerTour {
  func proposals() async throws {
    for path in ["/v1/termijninstellingen", "/v1/termijninstellingen/overzicht"] {
      try await twice(path, as: TestAPI.first)
      try await ask(.get, path, as: TestAPI.counter)
    }
    try await proposals(at: "/v1/termijnvoorstellen", Self.term, canBeUndone: true)
    try await proposals(at: "/v1/beheervoorstellen", Self.right, canBeUndone: false)
  }

  private func proposals(at path: String, _ body: String, canBeUndone: Bool) async throws {
    let other = body.replacing(#"{"reden":""#, with: #"{"reden":"Een andere: "#)
    let rejected = try await made(at: path, body, orElse: other)
    try await ask(.get, path, as: TestAPI.first)
    try await twice(rejected, as: TestAPI.first)
    try await twice("\(rejected)/plan", as: TestAPI.second)
    for address in [path, rejected, "\(rejected)/plan"] { try await ask(.get, address, as: TestAPI.counter) }
    try await settled(rejected, "/afwijzing", Self.reason, as: TestAPI.second)
    // What was rejected can be neither approved nor undone, and has no plan any more.
    try await ask(.get, "\(rejected)/plan", as: TestAPI.second)
    let withdrawn = try await made(at: path, body)
    try await settled(withdrawn, "/intrekking", nil, as: TestAPI.first)
    let approved = try await made(at: path, body)
    let plan = try await ask(.get, "\(approved)/plan", as: TestAPI.second)
    let digest = #"{"plan":"\#(try #require(plan["plan"].text, "\(plan.text)"))"}"#
    try await settled(approved, "/goedkeuring", digest, as: TestAPI.second)
    guard canBeUndone else { return }
    try await api.countAnew()
    try await ask(.post, "\(rejected)/terugdraaiing", as: TestAPI.first, body: Self.reason)
    try await settled(approved, "/terugdraaiing", Self.reason, as: TestAPI.first)
  }

  /// A proposal; with `other` also another one under the same key.
  private func made(at path: String, _ body: String, orElse other: String? = nil) async throws -> String {
    let key = UUID().uuidString
    let made = try await ask(.post, path, as: TestAPI.first, body: body, key: key)
    if let other { try await ask(.post, path, as: TestAPI.first, body: other, key: key) }
    return try #require(made.headers[.location], "\(made.text)")
  }

  /// What is done with it, the same under the key of something else, and once more, which comes too late.
  private func settled(_ proposal: String, _ way: String, _ body: String?, as actor: Actor) async throws {
    let key = UUID().uuidString
    try await ask(.post, proposal + way, as: actor, body: body, key: key)
    let another = actor == TestAPI.first ? TestAPI.second : TestAPI.first
    try await ask(.post, proposal + way, as: another, body: body, key: key)
    try await ask(.post, proposal + way, as: actor, body: body)
  }
}

import CaseCore
import Development
import Server

/// Access tokens of a partner's people: for commands over queues, and for REST.
struct PartnerTokens: Sendable {
  private static let minutes = 24 * 60

  let tokens: LocalTokens
  let organisation: Organisation
  let binding: TokenBinding

  /// For what goes over queues.
  func token(of person: String) async throws -> String { try await make(person, binding) }

  /// For REST.
  func tokenForREST() async throws -> String { try await make("lezer", nil) }

  private func make(_ person: String, _ binding: TokenBinding?) async throws -> String {
    try await tokens.make(
      subject: person,
      organisation: organisation.number,
      roles: organisation.roles.sorted(),
      minutes: Self.minutes,
      binding: binding
    )
  }
}

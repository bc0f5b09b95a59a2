package import CaseCore
import Foundation
package import Postgres

/// An administrator's key for one intention about a proposal: the same request again is answered with the same proposal.
public struct ProposalKey: Sendable {
  private let key: RequestKey

  /// - Parameters:
  ///   - key: the sender's.
  ///   - request: what is asked, in parts: another request under the same key is a mistake of the sender's.
  public init(_ key: String, for request: [String]) {
    self.key = RequestKey(key, for: request, scope: "administration")
  }

  /// - Returns: the number of the proposal that it led to; `nil` when it is new.
  /// - Throws: ``RequestKey/Reused``
  package func used(
    by actor: Actor,
    _ keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Int64? {
    guard let plain = try key.used(by: actor, keyring, on: connection) else { return nil }
    guard let number = Int64(String(decoding: plain, as: UTF8.self)) else { throw StoreError.corrupt(RequestKey.what) }
    return number
  }

  /// Remembers it for as long as answers to commands.
  package func keep(
    _ proposal: Int64,
    by actor: Actor,
    _ keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    try key.keep(Data("\(proposal)".utf8), by: actor, keyring, on: connection)
  }
}

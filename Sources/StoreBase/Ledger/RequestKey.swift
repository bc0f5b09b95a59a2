package import CaseCore
package import Foundation
package import Postgres

/// A sender's key for one intention that is no command on a case: what it led to is remembered in the transaction that did it, as with a
/// command, so the same request again does nothing a second time.
public struct RequestKey: Sendable {
  private let key: String
  private let request: [String]
  private let scope: String

  /// - Parameters:
  ///   - key: the sender's.
  ///   - request: what is asked, in parts: another request under the same key is a mistake of the sender's.
  public init(_ key: String, for request: [String]) { self.init(key, for: request, scope: "request") }

  /// - Parameter scope: keys of one scope are apart from those of others, and from those of commands: these are looked up where only
  ///   answers to commands may be.
  init(_ key: String, for request: [String], scope: String) {
    (self.key, self.request, self.scope) = (key, request, scope)
  }

  /// The key was used for another request, or by somebody else of the organisation.
  public struct Reused: Error {}

  /// - Returns: what it led to; `nil` when it is new.
  /// - Throws: ``Reused``
  package func used(
    by actor: Actor,
    _ keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Data? {
    let id = id(actor, keyring)
    guard let row = try connection.query(Queries.find.bind(id)).first else { return nil }
    guard try row[0, as: Data.self] == digest(actor, keyring) else { throw Reused() }
    return try AuthenticatedCipher.open(row[1], key: keyring.answers, at: id, Self.what)
  }

  /// As ``used(by:_:on:)``, in a transaction in which from then on nobody else uses the key.
  package func claim(
    by actor: Actor,
    _ keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Data? {
    let number = id(actor, keyring).prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    _ = try connection.query(Queries.lock.bind(number))
    return try used(by: actor, keyring, on: connection)
  }

  /// Remembers it for as long as answers to commands.
  package func keep(
    _ outcome: Data,
    by actor: Actor,
    _ keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    let id = id(actor, keyring)
    let sealed = try AuthenticatedCipher.seal(outcome, key: keyring.answers, at: id)
    try connection.query(Queries.keep.bind(id, digest(actor, keyring), sealed))
  }

  static let what = "the answer to a request that is no command"

  private func id(_ actor: Actor, _ keyring: Keyring) -> Data {
    keyring.receiptID(sender: "\(scope) \(actor.organisation)", id: key)
  }

  private func digest(_ actor: Actor, _ keyring: Keyring) -> Data {
    keyring.receiptDigest([scope, actor.subject] + request)
  }

  private enum Queries {
    static let lock = PreparedQuery("select pg_advisory_xact_lock($1)")
    static let find = PreparedQuery("select digest, answer from receipt where id = $1")
    static let keep = PreparedQuery(
      "insert into receipt (id, digest, answer, recorded_at) values ($1, $2, $3, service_now())"
    )
  }
}

package import CaseCore
import Foundation
package import Postgres

/// An administrator's key for one intention: what it led to is remembered in the transaction that did it, as with a command, so the
/// same request again does nothing a second time and is answered with the same proposal.
public struct ProposalKey: Sendable {
  private let key: String
  private let request: [String]

  /// - Parameters:
  ///   - key: the sender's.
  ///   - request: what is asked, in parts: another request under the same key is a mistake of the sender's.
  public init(_ key: String, for request: [String]) { (self.key, self.request) = (key, request) }

  /// The key was used for another request, or by somebody else of the organisation.
  public struct Reused: Error {}

  /// - Returns: the number of the proposal that it led to; `nil` when it is new.
  /// - Throws: ``Reused``
  package func used(
    by actor: Actor,
    _ keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Int64? {
    let id = id(actor, keyring)
    guard let row = try connection.query(Queries.find.bind(id)).first else { return nil }
    guard try row[0, as: Data.self] == digest(actor, keyring) else { throw Reused() }
    let plain = try AuthenticatedCipher.open(row[1], key: keyring.answers, at: id, Self.what)
    guard let number = Int64(String(decoding: plain, as: UTF8.self)) else { throw StoreError.corrupt(Self.what) }
    return number
  }

  /// Remembers it for as long as answers to commands.
  package func keep(
    _ proposal: Int64,
    by actor: Actor,
    _ keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    let id = id(actor, keyring)
    let sealed = try AuthenticatedCipher.seal(Data("\(proposal)".utf8), key: keyring.answers, at: id)
    try connection.query(Queries.keep.bind(id, digest(actor, keyring), sealed))
  }

  private static let what = "the answer to a request of an administrator"

  /// Apart from the keys of commands: those are looked up where only answers to commands may be.
  private func id(_ actor: Actor, _ keyring: Keyring) -> Data {
    keyring.receiptID(sender: "administration \(actor.organisation)", id: key)
  }

  private func digest(_ actor: Actor, _ keyring: Keyring) -> Data {
    keyring.receiptDigest(["administration", actor.subject] + request)
  }

  private enum Queries {
    static let find = PreparedQuery("select digest, answer from receipt where id = $1")
    static let keep = PreparedQuery(
      "insert into receipt (id, digest, answer, recorded_at) values ($1, $2, $3, service_now())"
    )
  }
}

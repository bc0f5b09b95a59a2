import Foundation
import Postgres
package import StoreBase

extension CommandDoor {
  /// Whether a command of an organisation was carried out: one that is remembered, and was no refusal.
  /// - Parameter id: the organisation's own, of the command.
  package func carriedOut(_ id: String, by organisation: String) async throws(StoreError) -> Bool {
    let key = ReceiptKey.id(of: id, by: organisation, keyring)
    return try await pool.store { connection in
      guard let row = try connection.query(Self.remembered.bind(key)).first else { return false }
      if case .accepted = try ReceiptKey.answer(row[0], at: key, keyring) { return true }
      return false
    }
  }

  /// Whether there is an answer to a command of an organisation already, whatever it was.
  package func remembers(_ id: String, by organisation: String) async throws(StoreError) -> Bool {
    let key = ReceiptKey.id(of: id, by: organisation, keyring)
    return try await pool.store { connection in try !connection.query(Self.remembered.bind(key)).isEmpty }
  }

  private static let remembered = PreparedQuery("select answer from receipt where id = $1")
}

import CaseCore
import Foundation
import OrderedCollections
import Postgres
import StoreBase

/// Reading one case, also for who oversees what an organisation did in a case that it left.
extension CaseReader {
  /// What is read of the case under an id, as a reader. The database shows a reader no case that its organisation has left (0055), so whoever
  /// may oversee one is looked for once more as the service; what is found then is put away unless the reader oversees the case.
  ///
  /// A reader who oversees nothing through its organisation is never read for as the service. Who may has two looks at every id that is
  /// not found, whether there is such a case or not.
  /// - Parameter body: what is read of it, on the connection that found it.
  /// - Returns: `nil` when the reader may not know of such a case.
  func reading<Value: Sendable>(
    _ alias: UUID,
    for reader: Actor,
    _ body: @Sendable (CaseView, CaseCipher, isolated PostgresConnection) throws -> Value
  ) async throws(StoreError) -> Value? {
    let found: Value? = try await pool.store(readingFor: reader.organisation) { connection in
      guard let (view, cipher) = try find(alias, for: reader, on: connection) else { return nil }
      return try body(view, cipher, connection)
    }
    guard found == nil, overseesThroughParty(reader) else { return found }
    return try await pool.store { connection in
      guard let (view, cipher) = try find(alias, for: reader, on: connection), view.visibility.seesAll else {
        return nil
      }
      return try body(view, cipher, connection)
    }
  }

  /// Whether one of the reader's roles is oversight through a party in a version that this process knows.
  private func overseesThroughParty(_ reader: Actor) -> Bool {
    library.known.contains { workflow in
      reader.roles.contains { workflow.isThroughParty($0) && workflow.roles[$0]?.access == .oversight }
    }
  }
}

public import CaseCore
public import Foundation
import Postgres
public import StoreBase

/// A case by what people call it.
extension CaseReader {
  /// The case of this name, among those that the reader reads as a whole.
  /// - Parameter name: as ``CaseCore/CaseName/read(_:)`` gives it; `nil` for what is no name.
  /// - Returns: the id under which the reader's organisation knows it; `nil` when there is none for this reader, whatever the reason: some case
  ///   of the organisation is opened then, as for an id of no case.
  public func alias(ofCaseNamed name: String?, for reader: Actor) async throws(StoreError) -> UUID? {
    try await pool.store(readingFor: reader.organisation) { connection in
      let hash = keyring.nameHash(name ?? "")
      let row = try connection.query(ReaderQueries.ofName.bind(reader.organisation, hash)).first
      let alias = try row.map { row in try row[0, as: UUID.self] } ?? UUID()
      let found = try find(alias, for: reader, on: connection)?.view
      return found?.name != nil && found?.name == name ? found?.alias : nil
    }
  }
}

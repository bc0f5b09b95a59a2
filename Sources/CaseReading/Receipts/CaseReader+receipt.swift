public import CaseCore
public import Foundation
import Postgres
public import StoreBase

extension CaseReader {
  /// What an organisation was answered that began a case and may know nothing more of it. The case is not looked at.
  /// - Parameter id: under which it was answered.
  /// - Returns: `nil` when there is no such receipt, or the reader does not act in the role in which the case was begun.
  public func receipt(_ id: UUID, for reader: Actor) async throws(StoreError) -> Answer.Accepted? {
    try await pool.store(readingFor: reader.organisation) { connection in
      guard let row = try connection.query(Self.receipt.bind(reader.organisation, id)).first else { return nil }
      let directory = try directory.at(revision: row[2, as: Int64.self], on: connection)
      let held = directory.organisations[reader.organisation]?.roles.intersection(reader.roles) ?? []
      guard held.contains(try row[0]) else { return nil }
      return try SubmissionReceipt.open(row[1], as: id, keyring: keyring)
    }
  }

  private static let receipt = PreparedQuery(
    """
    select role, content, revision from directory_revision cross join submission_receipt
    where organisation = $1 and id = $2
    """
  )
}

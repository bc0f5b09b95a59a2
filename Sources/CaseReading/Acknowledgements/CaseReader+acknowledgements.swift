public import CaseCore
public import Foundation
import Postgres
public import StoreBase

extension CaseReader {
  /// What a reader learns who asks who acknowledged what was told of a case.
  public enum Acknowledgements: Sendable {
    /// With the directory, for their names.
    case all([Acknowledgement], Directory)
    /// The reader may know of the case, and does not oversee it.
    case notEntitled
  }

  /// Who acknowledged what of a case, for whoever oversees it; also when its content was destroyed.
  /// - Returns: `nil` when the reader may not know of such a case.
  public func acknowledgements(of alias: UUID, for reader: Actor) async throws(StoreError) -> Acknowledgements? {
    let found: (caseID: UUID, directory: Directory?)? = try await reading(alias, for: reader) { view, cipher, _ in
      (cipher.caseID, view.visibility.seesAll ? view.directory : nil)
    }
    if let found {
      guard let directory = found.directory else { return .notEntitled }
      return .all(try await AcknowledgementList(pool).all(of: found.caseID), directory)
    }
    guard let record = try await destruction(alias, for: reader) else { return nil }
    guard record.isOversight else { return .notEntitled }
    let caseID: UUID? = try await pool.store(readingFor: reader.organisation) { connection in
      try connection.query(AcknowledgementQueries.caseID.bind(reader.organisation, alias)).first.map { try $0[0] }
    }
    guard let caseID else { return nil }
    return .all(try await AcknowledgementList(pool).all(of: caseID), record.directory)
  }
}

public import CaseCore
public import Foundation
import Postgres
public import StoreBase

extension CaseReader {
  /// What a reader learns who asks who was told of a case.
  public enum Disclosures: Sendable {
    case page(DisclosurePage, CaseView)
    /// The reader may know of the case, and does not oversee it.
    case notEntitled
  }

  /// Who was told what of a case, for whoever oversees it.
  /// - Parameter after: the last revision that was read.
  /// - Returns: `nil` when the reader may not know of such a case.
  public func disclosures(
    of alias: UUID,
    for reader: Actor,
    after: Int64
  ) async throws(StoreError) -> Disclosures? {
    let found = try await reading(alias, for: reader) { view, cipher, _ in (view, cipher) }
    guard let (view, cipher) = found else { return nil }
    guard view.visibility.seesAll else { return .notEntitled }
    // What others were told is in rows of theirs, which a reader is not shown: they are read as the service, of this case alone.
    return try await pool.store { connection in
      .page(try DisclosureReading.page(of: cipher.caseID, after: after, cipher: cipher, on: connection), view)
    }
  }
}

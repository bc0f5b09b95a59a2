package import Postgres

/// On which approved proposal something is recorded in the journal of the directory.
///
/// It is looked at when the work begins, and once more in the transaction that carries it out, while nobody else can add to the
/// ledger or the directory: what was withdrawn, carried out or made untrue meanwhile is not carried out.
package struct Approval: Sendable {
  /// The number of the proposal.
  package let proposal: Int64
  /// - Throws: why it cannot be carried out any more.
  private let check: @Sendable (isolated PostgresConnection) throws -> Void

  package init(proposal: Int64, _ check: @escaping @Sendable (isolated PostgresConnection) throws -> Void) {
    self.proposal = proposal
    self.check = check
  }

  /// - Throws: ``StoreError/approvalLapsed(_:)``
  func require(on connection: isolated PostgresConnection) throws {
    do { try check(connection) } catch let error as StoreError { throw error } catch let error as PostgresError {
      throw error
    } catch { throw StoreError.approvalLapsed("\(error)") }
  }
}

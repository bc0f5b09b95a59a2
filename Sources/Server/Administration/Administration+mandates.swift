public import CaseCore
import PartnerAdministration
import StoreBase

/// Who acts for whom: two people agree to a mandate, and one ends it at once, on record.
extension Administration {
  func enterMandate(_ change: RightsChange, on approval: Approval) async throws -> Mandate {
    guard let mandate = change.mandate?.mandate(of: change.organisation, number: approval.proposal) else {
      throw StoreError.corrupt("the mandate of proposal \(approval.proposal)")
    }
    let store = OrganisationStore(pool, keyring: try settings.keyring(), on: approval)
    guard try await store.enter(mandate) else { throw Self.noOrganisation(change.organisation) }
    return mandate
  }

  /// Ends a mandate at once.
  /// - Parameter account: who does it, and why, for the record.
  /// - Returns: the mandate, and the number of the entry; `nil` when there is none with the number, or it was ended before.
  public func endMandate(_ number: Int64, _ account: Account = Account()) async throws -> (
    mandate: Mandate, entry: Int64
  )? {
    let store = OrganisationStore(pool, keyring: try settings.keyring())
    guard let mandate = try await store.end(mandate: number) else { return nil }
    // The account comes after: who is to act no more does not, whatever is wrong with the ledger.
    let entry = try await record(.mandate(MandateChange(mandate), of: mandate.principal), account)
    return (mandate, entry)
  }

  /// All mandates that there are and were, by their numbers.
  public func mandates() async throws -> [Mandate] { try await OrganisationStore(pool).mandates() }
}

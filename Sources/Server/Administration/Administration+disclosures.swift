public import CaseReading
import StoreBase
import StoreSchema

extension Administration {
  /// Who was told what of cases.
  public func disclosures() async throws -> DisclosureStore {
    try await SchemaCheck.require(in: pool)
    return DisclosureStore(pool, keyring: try settings.keyring())
  }

  /// Who acknowledged what they were told, and who did not.
  public func acknowledgements() async throws -> AcknowledgementList {
    try await SchemaCheck.require(in: pool)
    return AcknowledgementList(pool)
  }
}

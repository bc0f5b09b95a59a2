public import CaseReading
public import Outbox
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

  /// Where obligations to acknowledge are ended by hand.
  public func acknowledgementStore() async throws -> AcknowledgementStore {
    try await SchemaCheck.require(in: pool)
    return AcknowledgementStore(pool, keyring: try settings.keyring())
  }

  /// By whom and why one was ended; `nil` while nobody did.
  public func closing(of acknowledgement: Acknowledgement) throws -> (by: String, reason: String)? {
    try acknowledgement.closing(try settings.keyring())
  }
}

import CaseCore
import Foundation
import StoreBase

extension CommandDoor {
  /// Who begins a case and may know nothing more of it has what it was answered as a receipt, under the id that it was given.
  /// - Parameter accepted: is marked as such.
  /// - Returns: what is kept; `nil` for all others.
  func began(
    by decision: Decision,
    answered accepted: inout Answer.Accepted,
    _ decider: Decider?
  ) throws(StoreError) -> SubmissionReceiptRow? {
    let entry = decision.entry
    guard entry.revision == 1, let actor = entry.actor, let role = entry.role, let id = accepted.alias,
      decider?.hasOnlyReceipt(actor.organisation, of: decision.result) == true
    else { return nil }
    accepted.isReceipt = true
    let content = try SubmissionReceipt.seal(accepted, as: id, keyring: keyring)
    return SubmissionReceiptRow(
      id: id,
      organisation: actor.organisation,
      role: role,
      content: content,
      recordedAt: entry.at
    )
  }
}

import CaseCore
import Foundation
package import StoreBase

/// An entry of settings as a row of their ledger.
extension SettingsEntry {
  func row(after previous: Data, keyring: Keyring) throws(StoreError) -> LedgerRow {
    try LedgerRow(
      in: .settings,
      number: number,
      at: at,
      kind: kind.rawValue,
      proposal: proposal,
      plan: plan,
      content: content,
      after: previous,
      keyring: keyring
    )
  }

  /// - Throws: ``StoreError/laterRelease(_:)`` when it is as it was written and says more than this release can know.
  package init(_ row: LedgerRow, keyring: Keyring) throws(StoreError) {
    let content = try row.content(Content.self, keyring: keyring)
    guard let kind = Kind(rawValue: row.kind) else { throw .corrupt(row.what) }
    self.init(
      number: row.number,
      at: row.recordedAt,
      kind: kind,
      proposal: row.proposal,
      plan: row.plan?.hexadecimal,
      content: content
    )
  }
}

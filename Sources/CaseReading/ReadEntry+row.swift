import CaseCore
import Foundation
import StoreBase

extension ReadEntry {
  /// - Parameter numbering: has met the entries for the reader before this one.
  /// - Returns: `nil` when the entry is not for the reader; then its content is not decrypted either.
  init?(_ row: JournalRow, cipher: CaseCipher, view: CaseView, numbering: inout ReaderNumbering) {
    let (name, visibility, reader) = (row.fullName, view.visibility, view.reader)
    guard visibility.includes(revision: row.revision, audience: row.audience, child: name.child) else { return nil }
    let content = Self.content(of: row, cipher)
    isReadable = content != nil
    position = row.revision
    revision = numbering.next(row, content)
    at = row.recordedAt
    cause = row.cause
    child = name.child
    organisation = row.organisation
    role = row.role
    subject = row.organisation == reader.organisation ? content?.subject : nil
    isVouched = content.flatMap { $0.subject == nil ? nil : $0.isVouched }
    ground = row.ground
    from = row.from
    to = row.to
    fields = content?.fields ?? [:]
  }

  /// - Returns: `nil` when it is damaged: the other entries can be read all the same.
  private static func content(of row: JournalRow, _ cipher: CaseCipher) -> EntryContent? {
    do throws(StoreError) {
      return try ContentCoder.decode(
        EntryContent.self,
        from: cipher.open(row.content, as: .entry, revision: row.revision)
      )
    } catch { return nil }
  }
}

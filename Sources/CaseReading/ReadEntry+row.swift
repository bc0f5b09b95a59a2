import CaseCore
import Foundation
import StoreBase

extension ReadEntry {
  /// What an entry says of its place among the numbers of a reader.
  enum Place {
    case told(Int64)
    /// The reader was not told of it: it could not read it then.
    case untold
    /// It is damaged.
    case unknown
  }

  /// - Parameters:
  ///   - visibility: that of the view, with the organisations in whose place the reader's came.
  ///   - sharing: the commands of the versions that the case followed. Of other entries that are not for the reader the content is not
  ///     decrypted.
  /// - Returns: the entry, still with its number in the journal, and its place; `nil` when it is not for the reader.
  static func read(
    _ row: JournalRow,
    cipher: CaseCipher,
    view: CaseView,
    visibility: Visibility,
    sharing: SharingCommands
  ) -> (ReadEntry, Place)? {
    guard let found = visibility.reads(row, sharing, opening: { content(of: $0, cipher) }) else { return nil }
    return (ReadEntry(row, found.content, for: view.reader), place(of: row, found.content, view))
  }

  private init(_ row: JournalRow, _ content: EntryContent?, for reader: Actor) {
    isReadable = content != nil
    position = row.revision
    revision = row.revision
    at = row.recordedAt
    cause = row.cause
    child = row.fullName.child
    organisation = row.organisation
    role = row.role
    subject = row.organisation == reader.organisation ? content?.subject : nil
    isVouched = content.flatMap { $0.subject == nil ? nil : $0.isVouched }
    onBehalfOf = content?.onBehalfOf ?? []
    ground = row.ground
    from = row.from
    to = row.to
    fields = content?.fields ?? [:]
  }

  private static func place(of row: JournalRow, _ content: EntryContent?, _ view: CaseView) -> Place {
    if view.visibility.seesAll { return .told(row.revision) }
    guard let changes = content?.changes else { return .unknown }
    // An entry of an earlier release has the number that all readers were shown.
    guard case .told? = changes.last else { return .told(row.revision) }
    return changes.revision(for: view.reader.organisation).map(Place.told) ?? .untold
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

import CaseCore
import Foundation

extension ReadEntry {
  /// - Returns: `nil` when the entry is not for the reader; then its content is not decrypted either.
  init?(_ row: JournalRow, cipher: CaseCipher, visibility: Visibility, reader: Actor) {
    let name = row.fullName
    guard visibility.includes(revision: row.revision, audience: row.audience, child: name.child) else { return nil }
    let content = Self.content(of: row, cipher)
    isReadable = content != nil
    revision = row.revision
    at = row.recordedAt
    cause = row.cause
    child = name.child
    organisation = row.organisation
    role = row.role
    subject = row.organisation == reader.organisation ? content?.subject : nil
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

extension JournalRow {
  /// The table holds a timer and its moment for exactly the entries of deadlines.
  fileprivate var cause: Entry.Cause {
    let name = fullName.name
    if let timer, let dueAt { return .deadline(name, timer: timer, due: dueAt) }
    if kind == "configuration", let revision = Int64(name) { return .configured(revision: revision) }
    return versions.map { .migrated(from: $0.from, to: $0.to) } ?? .command(name)
  }

  /// The versions of a move.
  private var versions: (from: String, to: String)? {
    let versions = name.split(separator: " ")
    guard kind == "migration", versions.count == 2 else { return nil }
    return (String(versions[0]), String(versions[1]))
  }

  /// What the entry is called after, with the child that it is about.
  var fullName: DeadlineName { DeadlineName(parsing: name) }
}

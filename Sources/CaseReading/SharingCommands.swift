import CaseCore
import OrderedCollections
import StoreBase

/// The commands of a case of which the sender can name who reads the entry, with the roles of those. Of such an entry, and of no other that is not for
/// the reader anyhow, the content is decrypted to see whether the reader was named.
struct SharingCommands {
  private var roles: [String: Set<String>] = [:]

  /// - Parameter workflows: the versions that the case followed. Of one that is missing the entries are shown to fewer.
  init(_ workflows: [Workflow]) {
    for (name, command) in workflows.flatMap(\.machines.values).flatMap(\.commands) {
      guard let sharing = command.sharing else { continue }
      roles[name, default: []].formUnion(sharing.roles)
    }
  }

  /// Whether the entry may have been shared by name with whoever acts in one of these roles.
  func mayName(_ held: Set<String>, in row: JournalRow) -> Bool {
    guard !roles.isEmpty, row.kind == "command" else { return false }
    return roles[row.fullName.name].map { !$0.isDisjoint(with: held) } ?? false
  }
}

extension Visibility {
  /// The content of an entry that is for this person; `nil` for any other, whether or not its content was looked at.
  /// - Parameter open: decrypts the content; `nil` when it is damaged.
  func reads<Failure: Error>(
    _ row: JournalRow,
    _ commands: SharingCommands,
    opening open: (JournalRow) throws(Failure) -> EntryContent?
  ) throws(Failure) -> Reading? {
    if reads(EntryReaders(row, named: nil)) { return Reading(content: try open(row)) }
    guard commands.mayName(roles, in: row), let content = try open(row),
      reads(EntryReaders(row, named: content.sharedWith))
    else { return nil }
    return Reading(content: content)
  }

  /// An entry that is for the reader.
  struct Reading {
    /// `nil` when it is damaged.
    let content: EntryContent?
  }
}

extension EntryReaders {
  /// - Parameter named: from the content of the entry; `nil` where that was not opened.
  init(_ row: JournalRow, named: NamedReaders?) {
    self.init(
      revision: row.revision,
      child: row.fullName.child,
      audience: row.audience,
      sender: row.kind == "transferred" ? nil : row.organisation,
      role: row.role,
      named: named
    )
  }
}

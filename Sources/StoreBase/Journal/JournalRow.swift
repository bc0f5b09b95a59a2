package import CaseCore
import Crypto
package import Foundation

/// A journal entry as it is stored: what anyone with the table may read, and the encrypted rest.
///
/// The rows of a case form a chain. `hash` covers `previous`, every other column, and the digest of the content, each
/// preceded by its length; so a value cannot move from one column to the next unseen.
package struct JournalRow: Equatable {
  package var caseID: UUID
  package var revision: Int64
  package var recordedAt: Instant
  package var kind: String
  /// Of the command or the deadline; of a child's, with the id of the child: `adviesaanvraag-1/advies`.
  package var name: String
  package var timer: Int?
  package var dueAt: Instant?
  package var organisation: String?
  package var role: String?
  package var ground: String
  package var from: String
  package var to: String
  package var audience: [String]
  package var content: Data
  /// The digest of who was told what; `nil` in entries of earlier releases.
  package var eventsHash: Data?
  package var previous: Data
  package var hash: Data = Data()

  /// What the first entry of a case has for `previous`.
  package static let origin = Data(repeating: 0, count: 32)

  package init(_ entry: Entry, of caseID: UUID, content: Data, eventsHash: Data, after previous: Data) {
    self.caseID = caseID
    revision = entry.revision
    recordedAt = entry.at
    switch entry.cause {
    case .command(let name):
      kind = "command"
      self.name = DeadlineName(name, child: entry.child).description
    case .deadline(let name, let timer, let due):
      kind = "deadline"
      self.name = DeadlineName(name, child: entry.child).description
      self.timer = timer
      dueAt = due
    case .upgraded(let from, let to):
      kind = "migration"
      // Versions are three numbers with points.
      self.name = "\(from) \(to)"
    case .configured(let revision):
      kind = "configuration"
      self.name = "\(revision)"
    case .merged(let former, let successor):
      kind = "merger"
      self.name = "\(former) \(successor)"
    case .transferred(let name):
      kind = "transferred"
      self.name = DeadlineName(name, child: entry.child).description
    case .matched(let identity):
      kind = "matched"
      self.name = identity
    }
    organisation = entry.actor?.organisation
    role = entry.role
    ground = entry.ground
    from = entry.from
    to = entry.to
    audience = entry.audience
    self.content = content
    self.eventsHash = eventsHash
    self.previous = previous
    hash = computedHash()
  }

  /// The hash that belongs to the row as it is.
  package func computedHash() -> Data {
    var hash = ChainHash(eventsHash == nil ? "casusregie journal 1" : "casusregie journal 2")
    hash.add(previous)
    hash.add(caseID)
    hash.add(revision)
    hash.add(recordedAt.microseconds)
    hash.add(kind)
    hash.add(name)
    hash.add(timer.map(Int64.init))
    hash.add(dueAt?.microseconds)
    hash.add(organisation)
    hash.add(role)
    hash.add(ground)
    hash.add(from)
    hash.add(to)
    hash.add(Int64(audience.count))
    for role in audience { hash.add(role) }
    hash.add(Data(SHA256.hash(data: content)))
    if let eventsHash { hash.add(eventsHash) }
    return hash.finalize()
  }
}

extension JournalRow {
  /// The table holds a timer and its moment for exactly the entries of deadlines.
  package var cause: Entry.Cause {
    let name = fullName.name
    if let timer, let dueAt { return .deadline(name, timer: timer, due: dueAt) }
    if kind == "matched" { return .matched(name) }
    if kind == "configuration", let revision = Int64(name) { return .configured(revision: revision) }
    let words = name.split(separator: " ").map(String.init)
    switch (kind, words.count) {
    case ("migration", 2): return .upgraded(from: words[0], to: words[1])
    case ("transferred", _): return .transferred(name)
    case ("merger", 2): return .merged(words[0], into: words[1])
    default: return .command(name)
    }
  }

  /// What the entry is called after, with the child that it is about.
  package var fullName: DeadlineName { DeadlineName(parsing: name) }
}

/// The part of a journal entry that says something about a person, and the person who made it: encrypted, always.
package struct EntryContent: Hashable {
  package var subject: String?
  package var fields: [String: Value]
  package var changes: [Change]
  /// Who it was, is the word of the organisation alone.
  package var isVouched: Bool
  /// Who may read it beside those of the row's audience. A program that does not know of it shows the entry to fewer.
  package var sharedWith: NamedReaders?
  /// For which organisations they acted, by a mandate.
  package var onBehalfOf: [String]

  package init(
    subject: String?,
    fields: [String: Value],
    changes: [Change],
    isVouched: Bool = false,
    sharedWith: NamedReaders? = nil,
    onBehalfOf: [String] = []
  ) {
    self.subject = subject
    self.fields = fields
    self.changes = changes
    self.isVouched = isVouched
    self.sharedWith = sharedWith
    self.onBehalfOf = onBehalfOf
  }
}

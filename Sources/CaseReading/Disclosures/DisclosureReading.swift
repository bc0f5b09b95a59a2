import CaseCore
import Foundation
import OrderedCollections
import Postgres
import StoreBase

/// Reads what was told of one case from the outbox, and as whom from its journal.
enum DisclosureReading {
  /// - Returns: `nil` when the content of the case was destroyed.
  static func cipher(
    of caseID: UUID,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> CaseCipher? {
    guard let row = try connection.query(DisclosureQueries.key.bind(caseID)).first else { return nil }
    return try CaseCipher(caseID, wrapped: row[1], by: row[0], keyring: keyring)
  }

  static func page(
    of caseID: UUID,
    after: Int64,
    cipher: CaseCipher?,
    on connection: isolated PostgresConnection
  ) throws -> DisclosurePage {
    let answers = try connection.pipeline([
      DisclosureQueries.entries(of: caseID, after: after, atMost: DisclosureStore.page),
      DisclosureQueries.removal.bind(),
    ])
    let entries = try answers[0].map { row in try JournalRow(row) }
    guard let last = entries.last else { return DisclosurePage() }
    var page = DisclosurePage(next: entries.count < DisclosureStore.page ? nil : last.revision)
    let rows = try connection.query(DisclosureQueries.events(of: caseID, after: after, until: last.revision))
    page.disclosures = try rows.map { row in try Disclosure(row) }
    let start = try answers[1].first.map { Instant(try $0[0, as: PostgresTimestamp.self]) } ?? .min
    page.removed = removed(entries, page.disclosures, before: start)
    let roles = try roles(in: caseID, at: Set(entries.map(\.revision)), cipher: cipher, on: connection)
    for index in page.disclosures.indices {
      let told = page.disclosures[index]
      page.disclosures[index].roles = roles[told.revision]?.roles(of: told.organisation) ?? []
    }
    return page
  }

  /// The entries whose digest says that others were told too. Entries of earlier releases have none: of those before the moment it is not
  /// known.
  private static func removed(
    _ entries: [JournalRow],
    _ disclosures: [Disclosure],
    before start: Instant
  ) -> [RemovedDisclosures] {
    entries.filter { entry in
      guard entry.recordedAt < start else { return false }
      var hash = EventsHash()
      for told in disclosures where told.revision == entry.revision {
        hash.add(told.organisation, told.event, asks: told.asksAcknowledgement)
      }
      return !hash.agrees(with: entry.eventsHash)
    }.map { RemovedDisclosures(revision: $0.revision, recordedAt: $0.recordedAt) }
  }

  /// Who took part in which roles when entries were made, by their revisions.
  static func roles(
    in caseID: UUID,
    at revisions: Set<Int64>,
    cipher: CaseCipher?,
    on connection: isolated PostgresConnection
  ) throws -> [Int64: RolesThen] {
    guard let cipher, let last = revisions.max() else { return [:] }
    var found: [Int64: RolesThen] = [:]
    var instance = Case(workflow: "", version: "", machine: "", region: "", at: .min)
    for row in try connection.query(DisclosureQueries.entries(of: caseID, until: last)) {
      let row = try JournalRow(row)
      let content = try ContentCoder.decode(
        EntryContent.self,
        from: cipher.open(row.content, as: .entry, revision: row.revision)
      )
      for change in content.changes { instance.apply(change) }
      if revisions.contains(row.revision) { found[row.revision] = RolesThen(row, content, instance) }
    }
    return found
  }
}

/// Who took part in a case in which roles when an entry was made.
struct RolesThen {
  private let entry: EntryReaders
  private let parts: [(child: String?, parties: [Party])]

  /// - Parameter instance: after the entry.
  init(_ row: JournalRow, _ content: EntryContent, _ instance: Case) {
    entry = EntryReaders(row, named: content.sharedWith)
    let began = content.changes.compactMap { if case .began(let child, _) = $0 { child } else { nil } }
    let children = [row.fullName.child].compactMap(\.self) + began
    parts =
      [(nil, instance.root.parties)] + children.compactMap { id in instance.children[id].map { (id, $0.parties) } }
  }

  /// Those that the entry was for; otherwise all that the organisation had, also those that it lost with the entry or before.
  func roles(of organisation: String) -> [String] {
    var (addressed, all) = (Set<String>(), Set<String>())
    for (child, parties) in parts {
      let own = parties.filter { $0.organisation == organisation }
      guard let party = own.first(where: { $0.until == nil }) ?? own.first else { continue }
      all.formUnion(party.roles)
      addressed.formUnion(entry.roles(party.roles, of: [organisation], in: child, since: party.since))
    }
    return (addressed.isEmpty ? all : addressed).sorted()
  }
}

extension Disclosure {
  /// Columns: organisation, alias, revision, event, ground, recorded, sequence, whether it is confirmed, when.
  init(_ row: Row) throws {
    organisation = try row[0]
    alias = try row[1]
    revision = try row[2]
    event = try row[3]
    ground = try row[4]
    recordedAt = Instant(try row[5, as: PostgresTimestamp.self])
    sequence = try row[6, as: Int64?.self]
    isConfirmed = try row[7]
    confirmedAt = try row[8, as: PostgresTimestamp?.self].map(Instant.init)
    asksAcknowledgement = try row[11]
    roles = []
  }
}

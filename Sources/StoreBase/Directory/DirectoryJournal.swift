import CaseCore
import Foundation
import Postgres

/// The journal of what the service goes by and keeps in plain tables: what the directory says of each organisation, the
/// text of each published workflow version, and which obligations to acknowledge a person ended. Each entry holds a digest, follows on the one before, and is sealed under a key
/// that is not in the database; so rows that somebody changed, added or took away there show.
///
/// It cannot show that tables and journal were put back together to what they once were (decision 0007).
package struct DirectoryJournal {
  let keyring: Keyring

  package init(keyring: Keyring) { self.keyring = keyring }

  /// What an entry is about.
  struct Subject: Hashable {
    enum Kind: String {
      case organisation, workflow, acknowledgement, condition, mandate
    }

    var kind: Kind
    /// The number of an organisation, with a condition that it meets; a workflow with its version; the event of an acknowledgement that was
    /// ended.
    var name: String
    var digest: Data

    init(_ organisation: Organisation) {
      kind = .organisation
      name = organisation.number
      var hash = ChainHash("casusregie organisation 1")
      hash.add(organisation.name)
      hash.add(organisation.region)
      for role in organisation.roles.sorted() { hash.add(role) }
      digest = hash.finalize()
    }

    /// - Parameter account: by whom it was removed and why, as it is kept.
    init(removed organisation: Organisation, account: Data) {
      kind = .organisation
      name = organisation.number
      var hash = ChainHash("casusregie organisation removed 1")
      hash.add(Subject(organisation).digest)
      hash.add(account)
      digest = hash.finalize()
    }

    init(workflow: String, version: String, text digest: Data) {
      kind = .workflow
      name = "\(workflow) \(version)"
      self.digest = digest
    }
  }

  /// A row as it is stored.
  struct Entry {
    var number: Int64
    var recordedAt: Instant
    var kind: String
    var name: String
    var digest: Data
    var previous: Data
    /// The proposal on which it rests; `nil` for what needs none.
    var proposal: Int64?
    var seal = Data()

    func ownSeal(by keyring: Keyring) -> Data {
      var hash = ChainHash(proposal == nil ? "casusregie directory 1" : "casusregie directory 2")
      hash.add(previous)
      hash.add(number)
      hash.add(recordedAt.microseconds)
      hash.add(kind)
      hash.add(name)
      hash.add(digest)
      if let proposal { hash.add(proposal) }
      return keyring.directorySeal(hash.finalize())
    }
  }

  /// Records what holds from now on, unless the last entry says so already. One writer at a time, until its transaction ends.
  /// - Parameter approval: on which it rests. Then it is always recorded, for that tells that it was carried out.
  /// - Throws: ``StoreError/secretOther`` with the keyring of another installation, whose entries would pass for somebody's tampering.
  func record(
    _ subject: Subject,
    by approval: Approval? = nil,
    on connection: isolated PostgresConnection
  ) throws {
    let answers = try connection.pipeline([
      Queries.lock.bind(),
      Queries.last.bind(),
      Queries.lastOf.bind(subject.kind.rawValue, subject.name),
    ])
    try approval?.require(on: connection)
    let known = try answers[2].first.map { try Entry($0) }
    if approval == nil, let known, known.digest == subject.digest, known.seal == known.ownSeal(by: keyring) { return }
    let last = try answers[1].first.map { try Entry($0) }
    if let last, last.seal != last.ownSeal(by: keyring), try isSealedByAnother(on: connection) {
      throw StoreError.secretOther
    }
    guard let now = try answers[0].first?[0, as: PostgresTimestamp.self] else { throw StoreError.schemaMissing }
    var entry = Entry(
      number: (last?.number ?? 0) + 1,
      recordedAt: Instant(now),
      kind: subject.kind.rawValue,
      name: subject.name,
      digest: subject.digest,
      previous: last?.seal ?? JournalRow.origin,
      proposal: approval?.proposal
    )
    entry.seal = entry.ownSeal(by: keyring)
    try connection.query(Queries.insert(entry))
  }

  /// Whether the journal says something else of it; where it says nothing, as of what is older than the journal, it does not.
  func denies(_ subject: Subject, on connection: isolated PostgresConnection) throws -> Bool {
    guard let row = try connection.query(Queries.lastOf.bind(subject.kind.rawValue, subject.name)).first else {
      return false
    }
    let entry = try Entry(row)
    return entry.digest != subject.digest || entry.seal != entry.ownSeal(by: keyring)
  }

  /// Whether the journal has it as it is. What it says nothing of, the service does not go by.
  func confirms(_ subject: Subject, on connection: isolated PostgresConnection) throws -> Bool {
    let rows = try connection.query(Queries.lastOf.bind(subject.kind.rawValue, subject.name))
    guard let entry = try rows.first.map({ try Entry($0) }) else { return false }
    return entry.digest == subject.digest && entry.seal == entry.ownSeal(by: keyring)
  }

  /// Whether it is sealed by another secret: none of its first and last entries is ours, where somebody who wrote there would have changed one.
  func isSealedByAnother(on connection: isolated PostgresConnection) throws -> Bool {
    let entries = try connection.query(Queries.firstAndLast.bind()).map { try Entry($0) }
    return !entries.isEmpty && !entries.contains { $0.seal == $0.ownSeal(by: keyring) }
  }

  private enum Queries {
    static let lock = PreparedQuery("select service_now() from directory_revision for update")
    static let last = PreparedQuery(
      """
      select number, recorded_at, kind, name, digest, previous, seal, proposal from directory_journal
      order by number desc limit 1
      """
    )
    static let lastOf = PreparedQuery(
      """
      select number, recorded_at, kind, name, digest, previous, seal, proposal from directory_journal
      where kind = $1 and name = $2 order by number desc limit 1
      """
    )

    static let firstAndLast = PreparedQuery(
      """
      (select number, recorded_at, kind, name, digest, previous, seal, proposal from directory_journal
       order by number limit 3)
      union all
      (select number, recorded_at, kind, name, digest, previous, seal, proposal from directory_journal
       order by number desc limit 3)
      """
    )

    static func insert(_ entry: Entry) -> Statement {
      insertOne.bind(
        entry.number,
        entry.recordedAt.timestamp,
        entry.kind,
        entry.name,
        entry.digest,
        entry.previous,
        entry.seal,
        entry.proposal
      )
    }

    private static let insertOne = PreparedQuery(
      """
      insert into directory_journal (number, recorded_at, kind, name, digest, previous, seal, proposal)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      """
    )
  }
}

extension DirectoryJournal.Entry {
  init(_ row: Row) throws(PostgresError) {
    number = try row[0]
    recordedAt = Instant(try row[1, as: PostgresTimestamp.self])
    kind = try row[2]
    name = try row[3]
    digest = try row[4]
    previous = try row[5]
    seal = try row[6]
    proposal = try row[7]
  }
}

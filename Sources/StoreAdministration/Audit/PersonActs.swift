public import CaseCore
import Foundation
public import Postgres
public import StoreBase

/// What a person did lately, for whoever reviews rights: for which organisation, in which role, by which commands.
///
/// Who did something is in the encrypted part of an entry alone, so it reads the journal of the period and decrypts each command of it.
/// It keeps nothing of them but counts: neither what was written, nor in which cases. What a destroyed case had is gone.
public struct PersonActs: Sendable {
  /// How often a person gave a command for an organisation in a role.
  public struct Act: Sendable, Hashable {
    public let organisation: String
    public let role: String
    public let workflow: String
    public let command: String
    public internal(set) var count: Int
    /// How many of them on the word of the organisation alone.
    public internal(set) var vouched: Int
    public internal(set) var last: Instant
  }

  public struct Report: Sendable, Hashable {
    /// By organisation, role, workflow and command.
    public internal(set) var acts: [Act] = []
    /// How many commands of all people were looked at.
    public internal(set) var entries = 0
    /// How many could not be read: whose they are is not known.
    public internal(set) var unreadable = 0
  }

  /// The longest period, in days.
  public static let mostDays = 366

  private let pool: PostgresPool
  private let keyring: Keyring
  private let batch: Int

  public init(_ pool: PostgresPool, keyring: Keyring) { self.init(pool, keyring: keyring, batch: 500) }

  /// - Parameter batch: how many commands are fetched at a time.
  package init(_ pool: PostgresPool, keyring: Keyring, batch: Int) {
    (self.pool, self.keyring, self.batch) = (pool, keyring, batch)
  }

  /// As it is at one moment. It holds a page of the journal at a time.
  /// - Parameters:
  ///   - subject: the id of the person at the identity provider.
  ///   - days: how far it looks back.
  public func report(of subject: String, days: Int) async throws(StoreError) -> Report {
    try await pool.store { [keyring, batch] connection in
      try connection.withTransaction(isolation: .repeatableRead) { connection in
        // Of a long journal a page may take longer than any statement of the service itself.
        try connection.query("select set_config('statement_timeout', '0', true)")
        var tally = Tally(subject, keyring)
        var position = (caseID: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), revision: Int64(0))
        while true {
          let query = Self.page.bind(position.caseID, position.revision, min(days, Self.mostDays), batch)
          let rows = try connection.query(query)
          for row in rows {
            position = (try row[0], try row[1])
            try tally.add(row, of: position.caseID, at: position.revision)
          }
          guard rows.count == batch else { return tally.report }
        }
      }
    }
  }

  /// Columns: case, revision, recorded, name, organisation, role, content, wrapped by, wrapped, workflow.
  private static let page = PreparedQuery(
    """
    select journal.case_id, revision, recorded_at, name, journal.organisation, role, content, wrapped_by, wrapped,
      (select workflow from case_file where id = journal.case_id)
    from journal join keyring.case_key on case_key.case_id = journal.case_id
    where (journal.case_id, revision) > ($1, $2) and kind = 'command'
      and recorded_at >= (select service_now()) - $3 * interval '1 day'
    order by journal.case_id, revision limit $4
    """
  )
}

/// Counts what is of one person.
private struct Tally {
  private let subject: String
  private let keyring: Keyring
  private var acts: [[String]: PersonActs.Act] = [:]
  private var entries = 0
  private var unreadable = 0
  /// Of the case that was read last; `nil` when it cannot be opened.
  private var cipher: (caseID: UUID, cipher: CaseCipher?)?

  init(_ subject: String, _ keyring: Keyring) { (self.subject, self.keyring) = (subject, keyring) }

  var report: PersonActs.Report {
    let sorted = acts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    return PersonActs.Report(acts: sorted, entries: entries, unreadable: unreadable)
  }

  mutating func add(_ row: Row, of caseID: UUID, at revision: Int64) throws {
    entries += 1
    if cipher?.caseID != caseID { cipher = (caseID, try opened(row, caseID)) }
    guard let content = content(try row[6], at: revision) else {
      unreadable += 1
      return
    }
    guard content.subject == subject else { return }
    let name = DeadlineName(parsing: try row[3]).name
    let key: [String] = [try row[4], try row[5], try row[9], name]
    let at = Instant(try row[2, as: PostgresTimestamp.self])
    var act =
      acts[key]
      ?? PersonActs.Act(
        organisation: key[0],
        role: key[1],
        workflow: key[2],
        command: name,
        count: 0,
        vouched: 0,
        last: at
      )
    act.count += 1
    if content.isVouched { act.vouched += 1 }
    act.last = max(act.last, at)
    acts[key] = act
  }

  private func opened(_ row: Row, _ caseID: UUID) throws -> CaseCipher? {
    let (name, wrapped) = (try row[7, as: String.self], try row[8, as: Data.self])
    do throws(StoreError) { return try CaseCipher(caseID, wrapped: wrapped, by: name, keyring: keyring) } catch {
      // The others can be read all the same, and that this one cannot is counted.
      return nil
    }
  }

  private func content(_ sealed: Data, at revision: Int64) -> EntryContent? {
    guard let cipher = cipher?.cipher else { return nil }
    do throws(StoreError) {
      return try ContentCoder.decode(EntryContent.self, from: cipher.open(sealed, as: .entry, revision: revision))
    } catch {
      return nil
    }
  }
}

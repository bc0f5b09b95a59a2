import CaseCore
import Foundation
public import Postgres

/// Reads every journal and holds it against itself: each entry against its hash, each hash against the next entry, the
/// last against the sealed head of its case, and what the entries add up to against the case.
///
/// It finds an entry that was changed, removed, put in another place or cut off the end, by whomever. What it cannot
/// find is a case put back whole, with head and seal, to what it once was, or taken away whole.
public struct JournalVerifier: Sendable {
  /// What was read and what was found.
  public struct Report: Sendable, Hashable {
    public var cases = 0
    public var entries = 0
    /// Cases whose content was destroyed: their chain was checked, their content is gone.
    public var erased = 0
    public var faults: [JournalFault] = []
    /// Entries of the journal of settings that were checked, and the numbers of those that are not as they were written, or
    /// do not follow on the one before.
    public var settings = 0
    public var settingsFaults: [Int64] = []
    /// Why it cannot be told which settings hold.
    public var settingsFault: String?

    /// How much is wrong.
    public var count: Int { faults.count + settingsFaults.count + (settingsFault == nil ? 0 : 1) }
    public var isSound: Bool { count == 0 }
  }

  private let pool: PostgresPool
  private let keyring: Keyring
  private static let casesATrip = 200

  public init(_ pool: PostgresPool, keyring: Keyring) {
    self.pool = pool
    self.keyring = keyring
  }

  /// Checks all cases, a group at a time; cases go on changing meanwhile, and each group is read at one moment.
  /// - Parameter progress: called after each group.
  public func verify(progress: @Sendable (Report) -> Void = { _ in }) async throws(StoreError) -> Report {
    var report = Report()
    var last: UUID?
    repeat {
      let group = try await readGroup(after: last)
      for chain in group.chains { chain.check(keyring: keyring, into: &report) }
      last = group.last
      progress(report)
    } while last != nil
    try await readSettings(into: &report)
    return report
  }

  /// The settings are one chain, sealed at its end. Every entry is decrypted: damage shows nowhere else.
  private func readSettings(into report: inout Report) async throws(StoreError) {
    let (count, faults, fault) = try await pool.store { connection in
      let found = try ConfigurationJournal.rows(on: connection)
      let reading = ConfigurationReading(
        found.rows,
        head: found.head,
        configuration: found.configuration,
        keyring: keyring
      )
      let faults = Set(ConfigurationJournal.faults(in: found.rows)).union(reading.damaged)
      return (found.rows.count, faults.sorted(), reading.fault)
    }
    (report.settings, report.settingsFaults, report.settingsFault) = (count, faults, fault)
  }

  private func readGroup(after last: UUID?) async throws(StoreError) -> (chains: [StoredChain], last: UUID?) {
    try await pool.store { connection in
      try connection.withTransaction(isolation: .repeatableRead) { connection in
        // Ids come from the journal too: entries whose case was taken away are found as well.
        let ids = try connection.query(
          """
          select id from (select id from case_file union select case_id from journal) as known
          where id > \(last ?? Self.lowest) order by id limit \(Self.casesATrip)
          """
        ).map { try $0[0, as: UUID.self] }
        guard let highest = ids.last else { return ([], nil) }
        return (try Self.chains(ids, on: connection), highest)
      }
    }
  }

  private static let lowest = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

  private static func chains(_ ids: [UUID], on connection: isolated PostgresConnection) throws -> [StoredChain] {
    let answers = try connection.pipeline([
      """
      select id, revision, head, seal, state, snapshot, wrapped_by, wrapped, workflow, version, region, opened_at,
        changed_at
      from case_file left join keyring.case_key on case_id = id where id = any (\(ids))
      """,
      Statement.entries(of: ids),
    ])
    var chains = Dictionary(uniqueKeysWithValues: ids.map { ($0, StoredChain(caseID: $0)) })
    for row in answers[0] {
      let id = try row[0, as: UUID.self]
      chains[id]?.file = try StoredChain.File(row)
    }
    for row in answers[1] {
      let entry = try JournalRow(row)
      chains[entry.caseID]?.rows.append(entry)
    }
    return ids.compactMap { chains[$0] }
  }
}

extension Statement {
  fileprivate static func entries(of ids: [UUID]) -> Statement {
    "select \(unsafeRawSQL: JournalRow.columns) from journal where case_id = any (\(ids)) order by case_id, revision"
  }
}

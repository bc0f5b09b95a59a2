public import CaseCore
import CaseDoor
public import Foundation
public import Postgres
import SettingsStore
public import StoreBase

/// Plans and carries out the move of all running cases from one version of a workflow to another.
///
/// A plan is not kept: it is computed again from what it rests on, and named by its digest. To carry it out takes two
/// passes over the cases. The first changes nothing and refuses when the digest is another. The second writes case by
/// case, each in a transaction of its own like any command, on the revision that the first pass saw: a case that somebody
/// changes in between is left alone and told. So nobody waits for a lock longer than for another command, and a run that
/// is cut off leaves whole cases behind, moved or not, that the next plan takes up.
///
/// What the clock and new settings have still to do to a case comes before its move, in the plan as in the carrying out.
///
/// Cases are read some at a time; what is kept of each is a digest.
public struct CaseUpgrader: Sendable {
  /// What became of a case in the second pass.
  public enum Result: Sendable, Hashable {
    case moved
    /// It stays under its version, as planned.
    case stayed([Obstacle])
    /// It changed since the first pass; nothing was done to it.
    case changed
  }

  private let pool: PostgresPool
  private let keyring: Keyring
  private let move: VersionMove
  private let texts: (from: Data, to: Data)
  private let casesPerBatch: Int
  private let directory = DirectoryCache()
  private let settingsCache: SettingsCache

  /// - Parameters:
  ///   - from: the published text of the move's old version.
  ///   - to: the published text of the new one.
  ///   - casesPerBatch: how many cases are read at a time.
  public init(
    _ pool: PostgresPool,
    keyring: Keyring,
    move: VersionMove,
    from: WorkflowStore.Published,
    to: WorkflowStore.Published,
    casesPerBatch: Int = 200
  ) {
    self.pool = pool
    self.keyring = keyring
    self.move = move
    texts = (from.digest, to.digest)
    settingsCache = SettingsCache(keyring: keyring, calendar: .standard)
    self.casesPerBatch = casesPerBatch
  }

  /// Looks at every running case and changes nothing.
  /// - Parameter each: called for each case, in the order of their ids.
  public func plan(_ each: (PlannedCase) -> Void = { _ in }) async throws(StoreError) -> UpgradePlan {
    var plan = UpgradePlan()
    var digest = PlanDigest(move, texts: texts)
    var last: UUID?
    repeat {
      let cases = try await read(after: last)
      for planned in cases {
        plan.count(planned)
        digest.add(planned.digest)
        each(planned)
      }
      last = cases.last?.caseID
    } while last != nil
    plan.digest = digest.text
    return plan
  }

  /// Carries out the plan with this digest.
  /// - Parameters:
  ///   - each: called for each case of the plan, in the order of their ids; those that ended or were destroyed
  ///   since come last.
  ///   - begin: called once the plan is found to be this one, before anything is written; what it throws ends the run.
  /// - Throws: ``StoreError/planOutdated(now:)`` when the plan is another by now; then nothing was done.
  @discardableResult
  public func carryOut(
    _ digest: String,
    _ each: (UUID, Result) async -> Void = { _, _ in },
    begin: () async throws(StoreError) -> Void = {}
  ) async throws(StoreError) -> UpgradeReport {
    var expected: [UUID: Data] = [:]
    let plan = try await plan { expected[$0.caseID] = $0.digest }
    guard plan.digest == digest else { throw .planOutdated(now: plan.digest) }
    try await begin()
    var report = UpgradeReport()
    var last: UUID?
    repeat {
      let group = try await carryOut(expected, of: digest, after: last)
      for (id, result) in group.results {
        expected[id] = nil
        report.count(result)
        await each(id, result)
      }
      last = group.last
    } while last != nil
    for id in expected.keys.sorted(by: { $0.uuidString < $1.uuidString }) {
      report.count(.changed)
      await each(id, .changed)
    }
    return report
  }

  // MARK: - Some cases at a time

  private func read(after last: UUID?) async throws(StoreError) -> [PlannedCase] {
    try await pool.store { connection in try load(after: last, on: connection).map(\.planned) }
  }

  /// A case as it was found, with what would become of it.
  private struct Loaded {
    /// `nil` for one that cannot be read.
    var record: CaseRecord?
    /// What comes before the move.
    var clock: [Decision] = []
    let planned: PlannedCase
    let now: Instant
    let directory: Directory
  }

  private func load(after last: UUID?, on connection: isolated PostgresConnection) throws -> [Loaded] {
    let ends = move.from.finalStates
    let query = Self.running.bind(move.from.key, move.from.version, ends, last ?? Self.lowest, casesPerBatch)
    return try connection.query(query).compactMap { row in
      let decider = Decider(
        workflow: move.from,
        directory: try directory.at(revision: row[8, as: Int64.self], on: connection),
        deadlineSettings: move.deadlineSettings,
        now: Instant(try row[0, as: PostgresTimestamp.self])
      )
      do { return try loaded(row, by: decider, on: connection) } catch {
        guard StoreError.ofTheCase(error) != nil else { throw error }
        let planned = PlannedCase(unreadable: try row[1], revision: try row[2], region: try row[10], state: try row[11])
        return Loaded(planned: planned, now: decider.now, directory: decider.directory)
      }
    }
  }

  private func loaded(_ row: Row, by decider: Decider, on connection: isolated PostgresConnection) throws -> Loaded? {
    guard let record = try CaseRecord(row, from: 1, keyring: keyring) else { return nil }
    let present = move.deadlineSettings.revision
    let counted = try record.counted(by: row[7], seal: row[9], present: present, keyring: keyring)
    let earlier = try settingsCache.from(counted, upTo: move.deadlineSettings, on: connection)
    let clock = decider.catchUp(record.instance, from: earlier)
    let instance = clock.last?.result ?? record.instance
    let planned = PlannedCase(record.cipher.caseID, instance, move: move, at: decider.now)
    return Loaded(record: record, clock: clock, planned: planned, now: decider.now, directory: decider.directory)
  }

  /// - Parameter expected: the digests of the first pass. A case without one began since and is no part of the plan.
  private func carryOut(
    _ expected: [UUID: Data],
    of plan: String,
    after last: UUID?
  ) async throws(StoreError) -> (results: [(UUID, Result)], last: UUID?) {
    try await pool.store { connection in
      let group = try load(after: last, on: connection)
      let results = try group.compactMap { loaded -> (UUID, Result)? in
        let planned = loaded.planned
        guard let digest = expected[planned.caseID] else { return nil }
        guard digest == planned.digest else { return (planned.caseID, .changed) }
        return (planned.caseID, try carryOut(loaded, of: plan, on: connection))
      }
      return (results, group.last?.planned.caseID)
    }
  }

  private func carryOut(
    _ loaded: Loaded,
    of plan: String,
    on connection: isolated PostgresConnection
  ) throws -> Result {
    switch (loaded.planned.upgrade, loaded.record) {
    case (.stays(let obstacles), _): return .stayed(obstacles)
    case (.lands, nil): return .stayed([.unreadable])
    case (.lands(let landing), let record?):
      let instance = loaded.clock.last?.result ?? record.instance
      let decision = move.decision(landing, of: instance, plan: plan, at: loaded.now, directory: loaded.directory)
      let writing = try CaseWriting(
        loaded.clock + [decision],
        on: record,
        // Settings that were approved since hold for it afterwards.
        deadlineSettings: move.deadlineSettings.revision,
        workflow: move.to,
        keyring: keyring
      )
      do throws(PostgresError) { try connection.transaction(CaseWriting.statements([writing])) } catch {
        // Somebody wrote this revision first.
        guard case .constraint(name: "journal_pkey", _) = error.kind else { throw error }
        return .changed
      }
      return .moved
    }
  }

  private static let lowest = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

  private static let running = PreparedQuery(
    """
    select service_now(), c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped, c.settings_revision, d.revision,
      c.seal, c.region, c.state
    from directory_revision d, case_file c join keyring.case_key k on k.case_id = c.id
    where c.workflow = $1 and c.version = $2 and c.state <> all ($3::text[]) and c.id > $4
    order by c.id limit $5
    """
  )
}

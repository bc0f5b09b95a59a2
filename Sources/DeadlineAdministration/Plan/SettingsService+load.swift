import CaseCore
import CaseDoor
import Foundation
import Postgres
import StoreBase

/// Looking at every running case, as a plan does: a page at a time, some pages side by side, told in the order of the ids.
extension SettingsService {
  /// How many cases are read in one round trip, and how many round trips are under way at once: reading a case costs processor time,
  /// most of it for decrypting.
  private static let page = 2_000
  private static let width = 4

  /// A case as a plan sees it.
  struct Seen: Sendable {
    var id: UUID
    var revision: Int64
    var planned: PlannedSettings?
    /// Of ``planned``.
    var digest: Data?
    /// A case that cannot be read is told of and left as it is; the others go on.
    var isReadable = true
  }

  func forEachPage(of survey: Survey, for actor: Actor, _ body: ([Seen]) -> Void) async throws {
    let ranges = try await ranges(of: survey.workflows)
    try await withThrowingTaskGroup(of: (number: Int, found: [Seen]).self) { group in
      var (begun, told) = (0, 0)
      func begin() {
        guard begun < ranges.count else { return }
        let number = begun
        group.addTask { (number, try await load(survey, at: ranges[number], for: actor)) }
        begun += 1
      }
      for _ in 0..<Self.width { begin() }
      var waiting: [Int: [Seen]] = [:]
      while let page = try await group.next() {
        begin()
        waiting[page.number] = page.found
        while let found = waiting.removeValue(forKey: told) {
          body(found)
          told += 1
        }
      }
    }
  }

  private func ranges(of workflows: [String]?) async throws -> [IDRange] {
    let count = try await pool.refusable { connection in
      try connection.row(Queries.count.bind(workflows))[0, as: Int64.self]
    }
    return IDRange.parts(Int(count) / Self.page + 1)
  }

  private func load(_ survey: Survey, at range: IDRange, for actor: Actor) async throws -> [Seen] {
    try await pool.refusable { connection in
      let rows = try connection.query(Queries.running(survey.workflows, range))
      return try see(rows, survey.next, for: actor, on: connection)
    }
  }

  /// What the settings come to for cases that were read, each as the clock has it. Columns: those of
  /// ``CommandDoor/found(_:withCase:on:)``.
  func see(
    _ rows: Rows,
    _ next: DeadlineSettings,
    for actor: Actor,
    on connection: isolated PostgresConnection
  ) throws -> [Seen] {
    guard let first = rows.first else { return [] }
    var deciders = Deciders(deadlineSettings: next, now: Instant(try first[0, as: PostgresTimestamp.self]))
    return try rows.compactMap { row in
      do {
        let found = try door.loaded(row, withCase: true, on: connection)
        guard let record = found.record else { return nil }
        let workflow = try library.pinned(record.instance.workflow, record.instance.version, on: connection)
        let clock = try door.decider(for: record, found, on: connection).catchUp(record.instance, from: found.earlier)
        let instance = clock.last?.result ?? record.instance
        return seen(record, instance, deciders.decider(for: instance, following: workflow), actor)
      } catch let error as StoreError where !error.saysNothingOfTheCase {
        return Seen(id: try row[3], revision: try row[4], isReadable: false)
      }
    }
  }

  /// - Parameter instance: the case as the clock has it.
  private func seen(_ record: CaseRecord, _ instance: Case, _ decider: Decider, _ actor: Actor) -> Seen {
    var seen = Seen(id: record.cipher.caseID, revision: record.instance.revision)
    let changes = decider.deadlineChanges(in: instance)
    guard !changes.isEmpty else { return seen }
    let planned = PlannedSettings(
      caseID: seen.id,
      reader: actor.organisation,
      keyring: keyring,
      workflow: instance.workflow,
      region: instance.region,
      deadlines: changes,
      atOnce: decider.consequences(of: changes, in: instance)
    )
    seen.planned = planned
    seen.digest = planned.digest
    return seen
  }

  private enum Queries {
    static let count = PreparedQuery(
      "select count(*) from case_file where snapshot is not null and ($1::text[] is null or workflow = any ($1))"
    )

    /// Not prepared: then it is planned for this range. A plan for any range expects far fewer cases and looks for their
    /// keys one by one. The range is given for both tables, for it is not carried over from one to the other.
    static func running(_ workflows: [String]?, _ range: IDRange) -> Statement {
      """
      select service_now(), d.revision, d.settings_revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
        c.settings_revision, c.seal
      from directory_revision d, case_file c join keyring.case_key k on k.case_id = c.id
      where (\(workflows)::text[] is null or c.workflow = any (\(workflows)::text[]))
        and c.id between \(range.first) and \(range.last) and k.case_id between \(range.first) and \(range.last)
      order by c.id
      """
    }
  }
}

/// The engines for cases of one page: one for each version, region and type of case, for fitting one costs more than a
/// look at a case.
private struct Deciders {
  private struct Place: Hashable {
    var workflow: String
    var version: String
    var region: String
    var caseType: String?
  }

  let deadlineSettings: DeadlineSettings
  let now: Instant
  private var known: [Place: Decider] = [:]

  init(deadlineSettings: DeadlineSettings, now: Instant) {
    self.deadlineSettings = deadlineSettings
    self.now = now
  }

  mutating func decider(for instance: Case, following workflow: Workflow) -> Decider {
    let place = Place(
      workflow: workflow.key,
      version: workflow.version,
      region: instance.region,
      caseType: workflow.type(of: instance)
    )
    if let decider = known[place] { return decider }
    let decider = Decider(workflow: workflow, directory: Directory([]), deadlineSettings: deadlineSettings, now: now)
      .applyingSettings(for: instance)
    known[place] = decider
    return decider
  }
}

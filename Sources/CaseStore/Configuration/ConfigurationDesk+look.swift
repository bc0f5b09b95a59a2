import CaseCore
import Foundation
import Postgres

/// Looking at every running case, as a plan does: a page at a time, some pages side by side, told in the order of the ids.
extension ConfigurationDesk {
  /// How many cases are read in one trip, and how many trips are under way at once: reading a case costs processor time,
  /// most of it for decrypting.
  private static let page = 500
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
    let bounds = try await bounds(of: survey.workflows)
    try await withThrowingTaskGroup(of: (number: Int, found: [Seen]).self) { group in
      var (begun, told) = (0, 0)
      func begin() {
        guard begun < bounds.count else { return }
        let number = begun
        group.addTask { (number, try await look(survey, at: bounds[number], for: actor)) }
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

  /// A page: the ids after the first, up to and including the last; `nil` for no limit.
  private struct Bounds: Sendable {
    var after: UUID?
    var upTo: UUID?
  }

  private func bounds(of workflows: [String]?) async throws -> [Bounds] {
    let ends = try await pool.desk { connection in
      try connection.query(Queries.ends.bind(workflows, Self.page)).map { try $0[0, as: UUID.self] }
    }
    return zip([nil] + ends, ends + [nil]).map { Bounds(after: $0, upTo: $1) }
  }

  private func look(_ survey: Survey, at bounds: Bounds, for actor: Actor) async throws -> [Seen] {
    try await pool.desk { connection in
      let rows = try connection.query(Queries.running.bind(survey.workflows, bounds.after, bounds.upTo))
      return try see(rows, survey.next, for: actor, on: connection)
    }
  }

  /// What the settings come to for cases that were read. Columns: now, and the six of ``CaseRecord``.
  func see(
    _ rows: Rows,
    _ next: DeadlineConfiguration,
    for actor: Actor,
    on connection: isolated PostgresConnection
  ) throws -> [Seen] {
    guard let first = rows.first else { return [] }
    var deciders = Deciders(configuration: next, now: Instant(try first[0, as: PostgresTimestamp.self]))
    return try rows.compactMap { row in
      do {
        guard let record = try CaseRecord(row, from: 1, keyring: keyring) else { return nil }
        let workflow = try library.pinned(record.instance.workflow, record.instance.version, on: connection)
        return seen(record, deciders.decider(for: record.instance, following: workflow), actor)
      } catch let error as StoreError where !error.saysNothingOfTheCase {
        return Seen(id: try row[1], revision: try row[2], isReadable: false)
      }
    }
  }

  private func seen(_ record: CaseRecord, _ decider: Decider, _ actor: Actor) -> Seen {
    let instance = record.instance
    var seen = Seen(id: record.cipher.caseID, revision: instance.revision)
    let changes = decider.deadlineChanges(in: instance)
    guard !changes.isEmpty else { return seen }
    let planned = PlannedSettings(
      caseID: seen.id,
      reader: actor.organisation,
      keyring: keyring,
      workflow: instance.workflow,
      region: instance.region,
      deadlines: changes
    )
    seen.planned = planned
    seen.digest = planned.digest
    return seen
  }

  private enum Queries {
    static let ends = PreparedQuery(
      """
      select id from (
        select id, row_number() over (order by id) as number from case_file
        where snapshot is not null and ($1::text[] is null or workflow = any ($1))) numbered
      where number % $2 = 0 order by id
      """
    )
    static let running = PreparedQuery(
      """
      select service_now(), c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped
      from case_file c join keyring.case_key k on k.case_id = c.id
      where ($1::text[] is null or c.workflow = any ($1))
        and ($2::uuid is null or c.id > $2) and ($3::uuid is null or c.id <= $3)
      order by c.id
      """
    )
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

  let configuration: DeadlineConfiguration
  let now: Instant
  private var known: [Place: Decider] = [:]

  init(configuration: DeadlineConfiguration, now: Instant) {
    self.configuration = configuration
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
    let decider = Decider(workflow: workflow, directory: Directory([]), configuration: configuration, now: now)
      .fitted(to: instance)
    known[place] = decider
    return decider
  }
}

import CaseCore
public import Foundation
public import Postgres
public import StoreBase

/// Looks into cases that an earlier release wrote, so that lists find them by what is in them, and reads in their journals since when they are
/// in their phase. Until it has, they are in every list as cases that may be asked for: a list is right, and takes longer; and since when is
/// not said.
public struct CaseLister: Sendable {
  private let pool: PostgresPool
  private let keyring: Keyring
  private let library: WorkflowLibrary

  public init(pool: PostgresPool, keyring: Keyring, library: WorkflowLibrary) {
    self.pool = pool
    self.keyring = keyring
    self.library = library
  }

  /// How many cases are read at a time.
  private static let casesPerBatch = 100

  /// Looks into all that are left. Any number of processes may do so at once; one that is cut off leaves whole cases behind.
  /// - Parameter onFailure: called with a case that cannot be read, and why; it is left, and the others go on.
  /// - Returns: how many there were.
  @discardableResult
  public func listAll(onFailure: (UUID, StoreError) -> Void = { _, _ in }) async throws(StoreError) -> Int {
    var (done, failed): (Int, [UUID]) = (0, [])
    while true {
      let known = failed
      let group = try await pool.store { connection in
        try connection.query(Self.unread.bind(known, Self.casesPerBatch)).map { row -> (UUID, StoreError?) in
          let id = try row[0, as: UUID.self]
          do { try list(id, isUndated: row[1], on: connection) } catch {
            guard let fault = StoreError.ofTheCase(error) else { throw error }
            return (id, fault)
          }
          return (id, nil)
        }
      }
      for (id, fault) in group {
        guard let fault else { continue }
        failed.append(id)
        onFailure(id, fault)
      }
      done += group.count { $0.1 == nil }
      guard !group.isEmpty else { return done }
    }
  }

  /// The case cannot be written meanwhile, and whoever writes it next writes its rows.
  private func list(_ id: UUID, isUndated: Bool, on connection: isolated PostgresConnection) throws {
    try connection.withTransaction { connection in
      let rows = try connection.pipeline([CommandDoor.lock(id), CommandDoor.cases([id])])[1]
      let record = try rows.first.flatMap { try CaseRecord($0, from: 3, keyring: keyring) }
      // Before the rows of lists, which take the day from the case's row. One that was destroyed has none to be read.
      if isUndated { try date(id, record, on: connection) }
      guard let record else { return }
      let (key, version) = (record.instance.workflow, record.instance.version)
      let workflow = try library.pinned(key, version, on: connection)
      let listed = ListedRow.all(of: record.instance, as: id, workflow: workflow, keyring: keyring)
      try connection.query(CaseWriting.listing(id, listed))
    }
  }

  /// Writes since when a case is in its phase, as its journal has it.
  private func date(_ id: UUID, _ record: CaseRecord?, on connection: isolated PostgresConnection) throws {
    if let record {
      var phase = PhaseStart()
      for row in try connection.query(Self.entries.bind(id)) {
        let revision = try row[0, as: Int64.self]
        let plain = try record.cipher.open(row[2], as: .entry, revision: revision)
        let moment = Instant(try row[1, as: PostgresTimestamp.self])
        phase.add(try ContentCoder.decode(EntryContent.self, from: plain).changes, at: moment)
      }
      guard phase.state == record.instance.state else {
        throw StoreError.corrupt("a case whose entries end in another state")
      }
      try connection.query(Self.dating.bind(id, phase.day?.description))
    }
    try connection.query(Self.dated.bind(id))
  }

  /// Each part stops by itself: PostgreSQL would else read and sort all that are left, for each batch. A case that only one of them reached
  /// comes once more for the other.
  package static let unread = PreparedQuery(
    """
    select case_id, bool_or(is_undated) from (
      (select case_id, false as is_undated from case_listing where roles is null and case_id <> all ($1::uuid[])
       order by case_id limit $2)
      union all
      (select case_id, true from undated_case where case_id <> all ($1::uuid[]) order by case_id limit $2)
    ) unread
    group by case_id order by case_id limit $2
    """
  )
  private static let entries = PreparedQuery(
    "select revision, recorded_at, content from journal where case_id = $1 order by revision"
  )
  private static let dating = PreparedQuery("update case_file set state_since = $2::text::date where id = $1")
  private static let dated = PreparedQuery("delete from undated_case where case_id = $1")
}

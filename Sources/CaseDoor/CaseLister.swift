import CaseCore
public import Foundation
public import Postgres
public import StoreBase

/// Looks into cases that an earlier release wrote, so that lists find them by what is in them. Until it has, they are in every
/// list as cases that may be asked for: a list is right, and takes longer.
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
          do { try list(id, on: connection) } catch {
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
  private func list(_ id: UUID, on connection: isolated PostgresConnection) throws {
    try connection.withTransaction { connection in
      let rows = try connection.pipeline([CommandDoor.lock(id), CommandDoor.cases([id])])[1]
      guard let row = rows.first, let record = try CaseRecord(row, from: 3, keyring: keyring) else { return }
      let (key, version) = (record.instance.workflow, record.instance.version)
      let workflow = try library.pinned(key, version, on: connection)
      let listed = ListedRow.all(of: record.instance, as: id, workflow: workflow, keyring: keyring)
      try connection.query(CaseWriting.listing(id, listed))
    }
  }

  private static let unread = PreparedQuery(
    """
    select distinct case_id from case_listing where roles is null and case_id <> all ($1::uuid[]) order by case_id limit $2
    """
  )
}

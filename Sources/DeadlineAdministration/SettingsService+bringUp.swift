import CaseCore
import CaseDoor
public import Foundation
import Postgres
import SettingsStore
public import StoreBase

extension SettingsService {
  /// How far cases are with the present settings.
  public struct Progress: Sendable, Hashable {
    /// The revision of the settings.
    public var revision: Int64 = 0
    /// How many cases were brought up to it now.
    public var done = 0
    /// How many could not be, for they cannot be read; each is tried again later.
    public var failed = 0
  }

  /// Brings every case that is behind up to the present settings. Any number of processes may do so at once; one that is
  /// cut off leaves whole cases behind, counted anew or not.
  /// - Parameters:
  ///   - onFailure: called with a case that could not be read, and why; it stays behind, and the others go on.
  ///   - progress: called after each group.
  @discardableResult
  public func bringUp(
    onFailure: (UUID, StoreError) -> Void = { _, _ in },
    _ progress: (Progress) -> Void = { _ in }
  ) async throws(StoreError) -> Progress {
    var total = Progress()
    var failed: Set<UUID> = []
    while true {
      let group = try await bringUpSome(except: Array(failed))
      total.revision = group.revision
      total.done += group.done
      for (id, error) in group.failures where failed.insert(id).inserted { onFailure(id, error) }
      total.failed = failed.count
      progress(total)
      guard group.found > 0 else { return total }
    }
  }

  private struct Group: Sendable {
    var revision: Int64
    var found: Int
    var done = 0
    var failures: [(UUID, StoreError)] = []
  }

  private func bringUpSome(except failed: [UUID]) async throws(StoreError) -> Group {
    try await pool.store { connection in
      let revision: Int64 = try connection.row("select settings_revision from directory_revision")[0]
      let rows = try connection.query(Self.behind.bind(revision, failed, Self.casesPerBatch))
      var group = Group(revision: revision, found: rows.count)
      // Settings that cannot be read are no fault of the cases.
      if !rows.isEmpty { _ = try door.settingsCache.at(revision: revision, on: connection) }
      for row in rows {
        do {
          if try door.bringUp(door.loaded(row, withCase: true, on: connection), on: connection) { group.done += 1 }
        } catch let error as StoreError where !error.saysNothingOfTheCase {
          group.failures.append((try row[3, as: UUID.self], error))
        }
      }
      return group
    }
  }

  private static let behind = PreparedQuery(
    """
    select service_now(), d.revision, d.settings_revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
      c.settings_revision, c.seal
    from directory_revision d, case_file c join keyring.case_key k on k.case_id = c.id
    where c.settings_revision < $1 and c.snapshot is not null and c.id <> all ($2::uuid[])
    order by c.settings_revision, c.id limit $3
    """
  )
}

package import CaseCore
package import Postgres
package import StoreBase
import Synchronization

/// The settings of administrators, kept until they change. Their revision comes along with every case that is read, so
/// what was approved counts from the next command on, in every instance.
///
/// What holds is what is sealed: a revision that somebody wrote into the database by hand is none.
package final class SettingsCache: Sendable {
  /// How many revisions are kept: the present one, and those that cases are still counted by.
  private static let most = 16

  package let health = SettingsHealth()
  private let keyring: Keyring
  private let empty: DeadlineSettings
  private let kept: Mutex<[Int64: DeadlineSettings]>

  package init(keyring: Keyring, calendar: WorkCalendar) {
    self.keyring = keyring
    empty = DeadlineSettings(calendar: calendar)
    kept = Mutex([empty.revision: empty])
  }

  /// The present settings.
  /// - Parameter revision: as the database has it beside the directory. It does not become less: when it seems to, either
  ///   they changed while it was read, or somebody put it back, and only the journal can tell.
  package func at(revision: Int64, on connection: isolated PostgresConnection) throws -> DeadlineSettings {
    let latest = kept.withLock { $0.keys.max() ?? revision }
    if revision < latest { _ = try read(on: connection).proposals() }
    return try at(revision...revision, on: connection)[0]
  }

  /// The settings by which a case is counted, and those between them and the present ones, in order; none, when the case is
  /// counted by the present ones.
  package func from(
    _ counted: Int64,
    upTo present: DeadlineSettings,
    on connection: isolated PostgresConnection
  ) throws -> [DeadlineSettings] {
    counted < present.revision ? try at(counted...present.revision - 1, on: connection) : []
  }

  private func at(
    _ revisions: ClosedRange<Int64>,
    on connection: isolated PostgresConnection
  ) throws -> [DeadlineSettings] {
    let known = kept.withLock { $0 }
    let found = revisions.compactMap { known[$0] }
    if found.count == revisions.count { return found }
    let proposals = try read(on: connection).proposals()
    // The journal may have gone on since the revision was read.
    let read = revisions.map { proposals.deadlineSettings(from: empty, upTo: $0) }
    guard read.map(\.revision) == Array(revisions) else {
      throw StoreError.corrupt("settings of which entries are missing")
    }
    keep(read)
    return read
  }

  /// The latest, for all cases come to those.
  private func keep(_ more: [DeadlineSettings]) {
    kept.withLock { kept in
      for deadlineSettings in more { kept[deadlineSettings.revision] = deadlineSettings }
      for old in kept.keys.sorted().dropLast(Self.most) { kept[old] = nil }
    }
  }

  /// The journal, with what is damaged in it told to ``health``.
  package func read(on connection: isolated PostgresConnection) throws -> SettingsJournalReading {
    let reading = try SettingsJournal.read(keyring: keyring, on: connection)
    health.note(reading)
    return reading
  }
}

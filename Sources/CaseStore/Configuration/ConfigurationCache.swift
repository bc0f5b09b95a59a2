import CaseCore
import Postgres
import Synchronization

/// The settings of administrators, kept until they change. Their revision comes along with every case that is read, so
/// what was approved counts from the next command on, in every instance.
final class ConfigurationCache: Sendable {
  private let keyring: Keyring
  private let empty: DeadlineConfiguration
  private let kept: Mutex<DeadlineConfiguration>

  init(keyring: Keyring, calendar: WorkCalendar) {
    self.keyring = keyring
    empty = DeadlineConfiguration(calendar: calendar)
    kept = Mutex(empty)
  }

  func at(revision: Int64, on connection: isolated PostgresConnection) throws -> DeadlineConfiguration {
    let known = kept.withLock { $0 }
    if known.revision == revision { return known }
    let entries = try ConfigurationJournal.entries(keyring: keyring, on: connection)
    // The journal may have gone on since the revision was read.
    let found = Proposal.all(entries).configuration(from: empty, upTo: revision)
    guard found.revision == revision else { throw StoreError.corrupt("settings of which entries are missing") }
    kept.withLock { if $0.revision < revision { $0 = found } }
    return found
  }
}

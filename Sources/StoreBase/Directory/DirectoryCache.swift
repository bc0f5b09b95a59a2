package import CaseCore
package import Postgres
import Synchronization

/// The directory, kept until it changes. Its revision comes along with every case that is read, so a change counts
/// from the next command on, in every instance.
public final class DirectoryCache: Sendable {
  private let kept = Mutex((revision: Int64(0), directory: Directory([])))

  public init() {}

  package func at(revision: Int64, on connection: isolated PostgresConnection) throws(PostgresError) -> Directory {
    let known = kept.withLock { $0 }
    if known.revision == revision { return known.directory }
    let directory = Directory(
      try OrganisationStore.all(on: connection),
      mandates: try OrganisationStore.mandates(on: connection)
    )
    kept.withLock { $0 = (revision, directory) }
    return directory
  }
}

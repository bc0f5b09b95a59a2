import CaseDoor
public import DeadlineAdministration
import Postgres
import StoreBase
import StoreSchema
import WorkflowFiles

/// What administrators set, for whoever runs the service: no person decides anything this way.
extension Administration {
  /// Where settings are read, and cases are brought up to them.
  public func settingsService() async throws -> SettingsService {
    try await SchemaCheck.require(in: pool)
    let keyring = try settings.keyring()
    let door = CommandDoor(
      pool: pool,
      keyring: keyring,
      library: library(keyring),
      directory: DirectoryCache(),
      wakes: Wakes()
    )
    return SettingsService(pool: pool, keyring: keyring, door: door)
  }

  /// The versions that were published.
  func library(_ keyring: Keyring) -> WorkflowLibrary {
    WorkflowLibrary(current: [], keyring: keyring) { source in
      // A version that this program cannot read is one that it does not know; whoever needs it says so.
      try? WorkflowFile.load(source, name: "published")
    }
  }
}

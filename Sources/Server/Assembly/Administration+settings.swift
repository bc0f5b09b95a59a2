public import CaseCore
public import CaseStore
import Postgres
import WorkflowFiles

/// What administrators set, from the command line.
extension Administration {
  /// Where settings are proposed, weighed and approved.
  public func desk() async throws -> ConfigurationDesk {
    try await SchemaCheck.require(in: pool)
    let keyring = try settings.keyring()
    let library = WorkflowLibrary(current: []) { source in
      // A version that this program cannot read is one that it does not know; whoever needs it says so.
      try? WorkflowFile.load(source, name: "published")
    }
    let door = CommandDoor(
      pool: pool,
      keyring: keyring,
      library: library,
      directory: DirectoryCache(),
      wakes: Wakes()
    )
    return ConfigurationDesk(pool: pool, keyring: keyring, door: door)
  }

  /// The last published version of a workflow.
  /// - Throws: when there is none that this program can read.
  public func workflow(_ key: String) async throws -> Workflow {
    guard let version = try await WorkflowStore(pool).all().last(where: { $0.workflow == key }) else {
      throw SettingsError(faults: ["De werkstroom «\(key)» bestaat niet."])
    }
    return try WorkflowFile.load(version.source, name: "\(key) \(version.version)")
  }
}

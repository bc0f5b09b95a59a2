import CaseAPI
public import CaseCore
public import CaseStore
import Foundation
import Postgres
import WorkflowFiles

/// What administrators set, from the command line.
extension Administration {
  /// Where settings are proposed, weighed and approved.
  public func desk() async throws -> ConfigurationDesk {
    try await SchemaCheck.require(in: pool)
    let keyring = try settings.keyring()
    let library = WorkflowLibrary(current: [], keyring: keyring) { source in
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

  /// The last published version of every workflow, by key.
  /// - Throws: when this program cannot read one of them.
  public func workflows() async throws -> [Workflow] {
    let versions = try await WorkflowStore(pool).all()
    let last = Dictionary(versions.map { ($0.workflow, $0) }, uniquingKeysWith: { _, last in last })
    return try last.values.sorted { $0.workflow < $1.workflow }
      .map { try WorkflowFile.load($0.source, name: "\($0.workflow) \($0.version)") }
  }

  /// Which of the roles no published workflow knows, and no administrator has: nobody could ever act in them.
  /// - Returns: a Dutch sentence for each, with the role that was probably meant; none, as long as nothing is published.
  public func unknown(_ roles: [String]) async throws -> [String] {
    let known = try await workflows().flatMap(\.roleNames)
    guard !known.isEmpty else { return [] }
    let all = Set(known).union([AdministratorRole.regional, AdministratorRole.general]).sorted()
    return roles.filter { !all.contains($0) }.map {
      "Geen werkstroom kent de rol «\($0)»." + Spelling.hint($0, in: all)
    }
  }

  /// Changes from a file, in the words of the API.
  /// - Throws: ``CaseCore/ConfigurationRefusal`` with all that is wrong in it.
  public static func changes(inFile path: String) throws -> [ConfigurationChange] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SettingsError(faults: ["Het bestand \(path) kan niet worden gelezen."])
    }
    return try SentChanges.read(data)
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

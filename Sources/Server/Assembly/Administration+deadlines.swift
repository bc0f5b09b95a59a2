import CaseAPI
public import CaseCore
public import CaseStore
import Postgres
import WorkflowFiles

/// What is due in all cases, for one who may see them: read as the service reads it.
extension Administration {
  /// The deadlines that the actor may see, the first due first and those that stand still last.
  public func deadlines(for actor: Actor, matching filter: DeadlineFilter) async throws -> DeadlinePage {
    try await reader().allDeadlines(for: actor, matching: filter)
  }

  /// The deadlines of one of the actor's roles as a calendar; see ``CaseAPI/DeadlineFeed``.
  /// - Returns: `nil` when the actor does not act in the role.
  public func calendar(for actor: Actor, role: String, matching filter: DeadlineFilter) async throws -> String? {
    try await DeadlineFeed(reader: reader(), url: settings.service.url).text(for: actor, role: role, matching: filter)
  }

  /// A deadline as one line of JSON, in the words of the API.
  public static func line(_ deadline: DeadlineView) -> String { deadline.line }

  func reader() async throws -> CaseReader {
    try await SchemaCheck.require(in: pool)
    let keyring = try settings.keyring()
    let library = WorkflowLibrary(current: [], keyring: keyring) { source in
      // A version that this program cannot read is one that it does not know; the reader says so.
      try? WorkflowFile.load(source, name: "published")
    }
    return CaseReader(pool: pool, keyring: keyring, library: library, directory: DirectoryCache())
  }
}

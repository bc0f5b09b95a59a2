import CaseAPI
public import CaseCore
public import CaseStore
public import Foundation
import Postgres
import StrictJSON
import WorkflowFiles

/// How the deadlines of a case are counted, for one who may see them: read as the service reads it.
extension Administration {
  /// The case as the actor may see it.
  /// - Returns: `nil` when the actor may not know of such a case.
  public func view(of alias: UUID, for actor: Actor) async throws -> CaseView? {
    try await SchemaCheck.require(in: pool)
    let library = WorkflowLibrary(current: []) { source in
      // A version that this program cannot read is one that it does not know; the reader says so.
      try? WorkflowFile.load(source, name: "published")
    }
    let keyring = try settings.keyring()
    return try await CaseReader(pool: pool, keyring: keyring, library: library, directory: DirectoryCache())
      .view(alias, for: actor)
  }

  /// A deadline as one line of JSON, in the words of the API.
  public static func line(_ explanation: DeadlineExplanation, in view: CaseView) -> String {
    explanation.json(in: view).text
  }
}

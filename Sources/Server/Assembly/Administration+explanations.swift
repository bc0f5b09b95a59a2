import CaseAPI
public import CaseCore
public import CaseStore
public import Foundation
import StrictJSON

/// How the deadlines of a case are counted, for one who may see them: read as the service reads it.
extension Administration {
  /// The case as the actor may see it.
  /// - Returns: `nil` when the actor may not know of such a case.
  public func view(of alias: UUID, for actor: Actor) async throws -> CaseView? {
    try await reader().view(alias, for: actor)
  }

  /// A deadline as one line of JSON, in the words of the API.
  public static func line(_ explanation: DeadlineExplanation, in view: CaseView) -> String {
    explanation.json(in: view).text
  }
}

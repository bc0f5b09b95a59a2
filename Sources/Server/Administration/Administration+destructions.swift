import CaseAPI
public import CaseCore
public import CaseReading
public import Foundation
import Postgres
import StoreBase
import StoreSchema

/// What is left of destroyed cases, for one who may read it: read as the service reads it.
extension Administration {
  /// - Parameter alias: one case, by the id under which the actor's organisation knew it; `nil` for all.
  public func destructions(of alias: UUID?, for actor: Actor) async throws -> [DestructionView] {
    try await SchemaCheck.require(in: pool)
    let keyring = try settings.keyring()
    let reader = CaseReader(pool: pool, keyring: keyring, library: library(keyring), directory: DirectoryCache())
    if let alias { return try await reader.destruction(alias, for: actor).map { [$0] } ?? [] }
    var (all, last): ([DestructionView], UUID?) = ([], nil)
    while true {
      let (page, hasMore) = try await reader.destructions(for: actor, after: last, limit: 100)
      all += page
      guard hasMore, let end = page.last else { return all }
      last = end.alias
    }
  }

  /// A record as one line of JSON, in the words of the API.
  public static func line(_ destruction: DestructionView) -> String { destruction.line }
}

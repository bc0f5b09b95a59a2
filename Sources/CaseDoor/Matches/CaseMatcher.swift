public import Foundation
public import StoreBase

/// Compares the cases of all regions that ask each other, in memory, and tells those that may be about the same person.
public struct CaseMatcher: Sendable {
  private let door: CommandDoor
  private let store: MatchStore
  private let permission: MatchPermission

  /// What one comparison came to.
  public struct Outcome: Sendable {
    /// How many marks were looked at.
    public var marks = 0
    /// The organisations that were told, one for each case.
    public var told: [String] = []
    /// Hashes that more cases share than one person can have.
    public var crowded = 0
    /// Cases whose mark, or whose pair with another, could not be read.
    public var failed: [(UUID, StoreError)] = []
  }

  public init(door: CommandDoor, store: MatchStore, permission: MatchPermission) {
    (self.door, self.store, self.permission) = (door, store, permission)
  }

  /// - Parameter isAtOnce: only the cases of which people decided to ask at once are told, and those that they find.
  public func compare(isAtOnce: Bool) async throws(StoreError) -> Outcome {
    var outcome = Outcome()
    let (marked, asking) = try await store.marks(ofRegions: { permission.mayMatch($0, nil) }) {
      outcome.failed.append(($0, $1))
    }
    let (pairs, crowded) = marked.pairs(isAtOnce: isAtOnce)
    (outcome.marks, outcome.crowded) = (marked.count, crowded)
    for pair in pairs {
      if Task.isCancelled { return outcome }
      do throws(StoreError) { outcome.told += try await door.tell(pair, permission) } catch {
        guard StoreError.ofTheCase(error) != nil else { throw error }
        outcome.failed.append((pair.one.caseID, error))
      }
    }
    try await store.settle(asking)
    return outcome
  }
}

/// What came of carrying out a plan.
public struct MigrationReport: Sendable, Hashable {
  public private(set) var moved = 0
  /// Cases that could not move, as planned.
  public private(set) var stayed = 0
  /// Cases to which nothing was done, because they changed after the plan was held against them: a new plan has them.
  public private(set) var changed = 0

  mutating func count(_ result: CaseMigrator.Result) {
    switch result {
    case .moved: moved += 1
    case .stayed: stayed += 1
    case .changed: changed += 1
    }
  }
}

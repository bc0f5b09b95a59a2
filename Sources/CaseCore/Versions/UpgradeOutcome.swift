/// The result of the move to another version for one case.
public enum UpgradeOutcome: Hashable, Sendable {
  case lands(Landing)
  /// It cannot move and stays on its version. At least one reason.
  case stays([Obstacle])

  public struct Landing: Hashable, Sendable {
    /// The state under the new version.
    public var state: String
    /// What happens to each deadline that runs before or after, also those that run on unchanged.
    public var deadlines: [DeadlineMove]
    /// What the journal entry of the move will hold.
    public var changes: [Change]
  }
}

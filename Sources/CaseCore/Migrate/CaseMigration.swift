/// What the move to another version comes to for one case.
public enum CaseMigration: Hashable, Sendable {
  case lands(Landing)
  /// It cannot move and goes on under the version it has. At least one reason.
  case stays([Obstacle])

  public struct Landing: Hashable, Sendable {
    /// The state under the new version.
    public var state: String
    /// What becomes of each deadline that runs before or after: those that run on unchanged too.
    public var deadlines: [DeadlineMove]
    /// What the journal entry of the move will hold.
    public var changes: [Change]
  }
}

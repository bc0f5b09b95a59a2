/// Within which the numbers of a recipient's events hold.
///
/// A database that was restored from a backup has forgotten which numbers it gave since, and gives them again to other events. So
/// does one whose standby took over before it had everything. A partner that goes by numbers alone would take the new events for
/// copies. So a new epoch begins whenever the database is another cluster than before, or on another branch (timeline) of its
/// history; whoever restores rows into the same cluster begins one by hand. What was not confirmed is told again within the
/// new epoch: under the ids that it has, and under the numbers from ``start`` on.
public struct Epoch: Sendable, Hashable {
  /// When it began, such as `20261129T151800123456Z`: a later one comes after it, as texts do.
  public let name: String
  /// The number of the recipient's first event in it.
  public let start: Int64

  public init(name: String, start: Int64) {
    self.name = name
    self.start = start
  }
}

/// The legal ground of a transition. The journal has its key, so it is never removed from a workflow, only ended.
public struct Ground: Hashable, Sendable {
  public var label: String
  /// Where the ground is written: an act and article, an agreement, a policy.
  public var source: String
  /// First and last day on which a decision may rest on it; open where `nil`.
  public var from: CivilDate?
  public var until: CivilDate?

  public init(label: String, source: String, from: CivilDate? = nil, until: CivilDate? = nil) {
    self.label = label
    self.source = source
    self.from = from
    self.until = until
  }

  /// Whether a decision of that day may rest on it: its first and last day are days of it.
  func isValid(on day: CivilDate) -> Bool {
    if let from, day < from { return false }
    if let until, day > until { return false }
    return true
  }
}

/// Some of the cases that somebody asked for, in the order that was asked for.
public struct CaseList: Sendable {
  public var cases: [CaseView] = []
  /// Those that cannot be read, so that nobody knows whether they were asked for.
  public var unreadable: [UnreadableCase] = []
  /// Read on from here; `nil` at the end.
  public var next: ListPlace?
}

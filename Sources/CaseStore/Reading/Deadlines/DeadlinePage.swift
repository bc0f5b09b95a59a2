public import Foundation

/// Some of the deadlines that someone may see.
public struct DeadlinePage: Sendable {
  public var deadlines: [DeadlineView] = []
  /// The cases that cannot be read, so that nobody knows what runs in them.
  public var unreadable: [UnreadableCase] = []
  /// Read on after this case; `nil` at the end. See ``CasePage/next``.
  public var next: UUID?
}

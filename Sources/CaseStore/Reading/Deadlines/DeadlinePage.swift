public import Foundation

/// Some of the deadlines that someone may see.
public struct DeadlinePage: Sendable {
  public let deadlines: [DeadlineView]
  /// Read on after this case; `nil` at the end.
  public let next: UUID?
}

public import Foundation

/// Some of the cases of an organisation.
public struct CasePage: Sendable {
  public var cases: [CaseView] = []
  /// Those that cannot be read. They stop nothing.
  public var unreadable: [UnreadableCase] = []
  /// Read on after this case; `nil` at the end. The reader may not know of it: it leaves the service as a place only, see
  /// ``CaseReader/place(after:for:in:)``.
  public var next: UUID?
}

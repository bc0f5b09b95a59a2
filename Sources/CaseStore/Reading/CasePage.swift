public import Foundation

/// Some of the cases of an organisation.
public struct CasePage: Sendable {
  public let cases: [CaseView]
  /// Read on after this case; `nil` at the end.
  public let next: UUID?
}

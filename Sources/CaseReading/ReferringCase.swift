public import Foundation

/// A case that refers to another, as somebody sees it who may read where it does.
public struct ReferringCase: Sendable {
  public let view: CaseView
  /// The field by which it does.
  public let field: String
  public let label: String
}

/// A part of the cases that refer to one.
public struct ReferringPage: Sendable {
  /// A case stands there once for each field.
  public let cases: [ReferringCase]
  /// Read on after this case; `nil` at the end.
  public let next: UUID?
}

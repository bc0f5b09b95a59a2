public import CaseCore

/// Which regions ask each other whether a person is known: none, unless it is said. Two cases are compared only when both their regions do.
public struct MatchPermission: Sendable {
  private let isAllowed: @Sendable (_ region: String, _ contact: Organisation?) -> Bool

  /// - Parameter isAllowed: of a region, and of the organisation that would be told there; `nil` asks of the region as a whole: of one that does
  ///   not, no mark is opened.
  public init(_ isAllowed: @escaping @Sendable (_ region: String, _ contact: Organisation?) -> Bool) {
    self.isAllowed = isAllowed
  }

  public static let none = MatchPermission { _, _ in false }

  /// - Parameter regions: those that do.
  public init(regions: Set<String>) { self.init { region, _ in regions.contains(region) } }

  func mayMatch(_ region: String, _ contact: Organisation?) -> Bool { isAllowed(region, contact) }
}

/// The name of a deadline of a case: one of its own, or one of a child.
public struct DeadlineName: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// `nil` for the case itself.
  public var child: String?
  public var name: String

  public init(_ name: String, child: String? = nil) {
    self.name = name
    self.child = child
  }

  /// From the form of ``description``.
  public init(parsing text: String) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    self.init(parts.last ?? "", child: parts.count == 2 ? parts[0] : nil)
  }

  /// `advies`, or of a child `adviesaanvraag-1/advies`.
  public var description: String { child.map { "\($0)/\(name)" } ?? name }

  public init(from decoder: any Decoder) throws {
    self.init(parsing: try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  public static func < (left: DeadlineName, right: DeadlineName) -> Bool { left.description < right.description }
}

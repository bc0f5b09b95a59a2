/// Why a proposal is refused: everything that is wrong with it, each a Dutch sentence that names the rule.
public struct DeadlineSettingsRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  public var faults: [String]

  public init(_ faults: [String]) { self.faults = faults }

  public var description: String { faults.joined(separator: "\n") }
}

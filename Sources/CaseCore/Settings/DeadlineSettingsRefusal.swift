/// Why a proposal is refused: everything that is wrong with it, each with a code.
public struct DeadlineSettingsRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  public var faults: [SettingFault]

  public init(_ faults: [SettingFault]) { self.faults = faults }

  public var description: String { faults.map(\.message).joined(separator: "\n") }
}

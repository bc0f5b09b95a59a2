/// Settings that cannot be used, with all that is wrong with them. Names settings and files, never a secret.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  public let faults: [String]

  public init(faults: [String]) { self.faults = faults }

  public var description: String { faults.joined(separator: "\n") }
}

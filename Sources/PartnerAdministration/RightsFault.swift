/// Something that is wrong with what was proposed.
public struct RightsFault: Sendable, Hashable {
  /// A code is given once and never changes.
  public enum Code: String, CaseIterable, Sendable {
    case number = "partner-number"
    case text = "partner-text"
    case unknownRole = "partner-unknown-role"
    case noRole = "partner-no-role"
    case unknown = "partner-unknown"
    case noChange = "partner-no-change"
    case keys = "partner-keys"
    case notSuspended = "partner-not-suspended"
    case lastAdministrator = "partner-last-administrator"
    case successor = "partner-successor"
  }

  public let code: Code
  /// In Dutch.
  public let message: String

  init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }
}

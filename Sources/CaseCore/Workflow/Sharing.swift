/// With whom the entry of a command is shared beside its audience, as far as whoever gives it says so.
public struct Sharing: Hashable, Sendable {
  /// The field, a reference or a list of them, that names the organisations.
  public var field: String
  /// The roles in which they read it: each must take part in the case in one of these.
  public var roles: [String]
  /// The answer that keeps the entry with the organisation of its sender, and with oversight.
  public var exception: Exception?

  public struct Exception: Hashable, Sendable {
    /// A field with a choice.
    public var field: String
    public var option: String

    public init(field: String, option: String) {
      self.field = field
      self.option = option
    }
  }

  public init(with field: String, among roles: [String], not exception: Exception? = nil) {
    self.field = field
    self.roles = roles
    self.exception = exception
  }

  /// Whether these fields keep the entry with the organisation of its sender.
  public func isKept(_ fields: [String: Value]) -> Bool {
    exception.map { fields[$0.field] == .choice($0.option) } ?? false
  }
}

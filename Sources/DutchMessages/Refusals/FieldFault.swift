/// What is wrong with a field, or with another member of a request, as its sender is told.
public struct FieldFault: Error, Hashable, Sendable {
  /// The key of the field, or the path of the member.
  public var field: String
  /// For programs; `nil` when it was told before there were codes.
  public var code: String?
  /// For people, in Dutch.
  public var message: String

  /// The code of what does not have the form that the description of the interface asks for.
  public static let malformed = "malformed"

  public init(field: String, message: String, code: String? = malformed) {
    self.field = field
    self.code = code
    self.message = message
  }
}

/// What guards need to know of a case besides its state. A field of a command with the same name writes it; a transition can
/// assign it.
public struct Fact: Hashable, Sendable {
  public var label: String
  public var kind: Field.Kind
  public var initial: Value?
  /// The name that it had in an earlier version.
  public var was: String?

  public init(label: String, kind: Field.Kind, initial: Value? = nil, was: String? = nil) {
    self.label = label
    self.kind = kind
    self.initial = initial
    self.was = was
  }
}

/// What a case remembers for its guards, apart from its state. A command's field with the same name writes it; a transition
/// can assign it.
public struct Fact: Hashable, Sendable {
  public var label: String
  public var kind: Field.Kind
  public var initial: Value?

  public init(label: String, kind: Field.Kind, initial: Value? = nil) {
    self.label = label
    self.kind = kind
    self.initial = initial
  }
}

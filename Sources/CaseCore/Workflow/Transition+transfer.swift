extension Transition {
  /// Moves children of the case to another case, in one step with the command.
  public struct Transfer: Hashable, Sendable {
    /// What names the other case: a fact of the case, or a field of the command.
    public var to: String
    public var machine: String
    public var states: [String]
    /// Who takes part by these roles of ``Role/Access/receipt`` does so in the other case too.
    public var receipts: [String]

    public init(to: String, children machine: String, in states: [String], receipts: [String] = []) {
      self.to = to
      self.machine = machine
      self.states = states
      self.receipts = receipts
    }
  }
}

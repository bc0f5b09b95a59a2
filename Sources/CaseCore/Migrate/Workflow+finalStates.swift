import OrderedCollections

extension Workflow {
  /// The states in which a case is over.
  public var finalStates: [String] { rootMachine?.states.filter(\.value.isFinal).map(\.key) ?? [] }
}

extension JointDecision {
  /// The organisations among which it is taken: `nil` when it is taken among all that hold its roles.
  /// - Parameter part: what it is a decision of.
  func electorate(in part: Instance?) -> [String]? {
    among.flatMap { part?.facts[$0]?.references }
  }
}

/// Organisations that are merged into others.
extension Decider {
  /// The entry with which a case goes over from an organisation that is merged into another, with who is notified.
  ///
  /// Nobody gave a command and nothing was decided about anyone, so there is no actor, and the ground is ``Ground/administration``.
  /// - Parameters:
  ///   - instance: a case in which the former takes part, or took part, as the clock has it.
  ///   - proposal: the number of the proposal that was approved.
  public func merge(_ former: String, into successor: String, proposal: Int64, in instance: Case) -> Decision {
    var builder = CaseBuilder(instance, decider: applyingSettings(for: instance))
    return builder.merge(former, into: successor, proposal: proposal)
  }
}

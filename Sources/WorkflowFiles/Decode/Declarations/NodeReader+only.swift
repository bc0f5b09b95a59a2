import CaseCore

extension NodeReader {
  /// A joint decision, and its outcome, of which one is required to enter a state.
  func outcome() -> State.Outcome? {
    guard let group = group(["decision", "is"]) else { return nil }
    let option = group.required("is")?.name()
    guard let decision = group.required("decision")?.name(), let option else { return nil }
    return .init(decision: decision, option: option)
  }
}

import CaseCore

extension TransitionPartReader {
  /// A role, or the organisations that the command designates.
  func leave(_ reader: NodeReader) -> Transition.Leave? {
    guard reader.isMapping else { return reader.name().map(Transition.Leave.role) }
    return reader.group(["from"])?.required("from")?.name().map { .organisations(organisations($0)) }
  }
}

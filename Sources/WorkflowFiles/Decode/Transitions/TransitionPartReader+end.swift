import CaseCore

extension TransitionPartReader {
  func end(_ reader: NodeReader) -> Transition.End? {
    guard let group = reader.group(["machine", "from", "target"]) else { return nil }
    let states = group.required("from")?.names() ?? []
    let target = group.required("target")?.name() ?? ""
    return group.required("machine")?.name().map { .init($0, in: states, target: target) }
  }
}

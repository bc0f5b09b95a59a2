import CaseCore

extension TransitionPartReader {
  /// At the end of a deadline: from the region, from parties, or from a fact of the case.
  func joinAtDeadline(_ reader: NodeReader) -> Transition.Join? {
    guard var join = join(reader) else { return nil }
    if case .organisations(.field(let name)) = join.source { join.source = .fact(name) }
    return join
  }

  func join(_ reader: NodeReader) -> Transition.Join? {
    guard let group = reader.group(["role", "from", "history"]) else { return nil }
    let role = group.optional("role")?.name()
    let history = group.optional("history")?.flag() ?? false
    return group.required("from").flatMap(source).map { .init(role: role, source: $0, readsHistory: history) }
  }

  private func source(_ reader: NodeReader) -> Transition.Join.Source? {
    if reader.isMapping { return reader.group(["party"])?.required("party")?.name().map(Transition.Join.Source.party) }
    return reader.name().map { $0 == "region" ? .region : .organisations(organisations($0)) }
  }
}

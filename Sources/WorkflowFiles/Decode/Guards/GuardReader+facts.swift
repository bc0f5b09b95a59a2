import CaseCore

/// Conditions on facts of the case and on fields of the command.
extension GuardReader {
  func fact(_ name: String, _ group: GroupReader) -> Guard? {
    if let least = group.optional("at-least") { return least.number().map { .reached(fact: name, $0) } }
    if let ago = group.optional("less-than-ago") { return ago.length().map { .recent(.fact(name), $0) } }
    return .fact(name, oneOf: values(group, of: kinds.fact(name, of: machine)))
  }

  func field(_ name: String, _ group: GroupReader, command: String?) -> Guard? {
    if let ago = group.optional("less-than-ago") { return ago.length().map { .recent(.field(name), $0) } }
    return .field(name, oneOf: values(group, of: kinds.field(name, of: command)))
  }

  /// - Parameter kind: `nil` when it is unknown; that was reported, or the check of the workflow will report it.
  private func values(_ group: GroupReader, of kind: Field.Kind?) -> [Value] {
    if let several = group.optional("in") {
      let items = several.items()
      if items.isEmpty { several.fault("Hier hoort ten minste één waarde.") }
      return kind.map { kind in items.compactMap { $0.value(of: kind) } } ?? []
    }
    guard let one = group.required("is"), let kind else { return [] }
    return one.value(of: kind).map { [$0] } ?? []
  }
}

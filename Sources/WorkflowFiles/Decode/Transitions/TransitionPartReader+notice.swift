import CaseCore

extension TransitionPartReader {
  func notice(_ reader: NodeReader) -> Transition.Notice {
    let group = reader.group(["event", "to", "acknowledge"])
    let roles = group?.required("to")?.names() ?? []
    return .init(
      event: group?.required("event")?.name() ?? "",
      roles: roles == ["everyone"] ? [] : roles,
      isForEveryone: roles == ["everyone"],
      asksAcknowledgement: group?.optional("acknowledge")?.flag() ?? false
    )
  }
}

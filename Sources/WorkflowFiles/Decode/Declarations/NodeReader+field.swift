import CaseCore

extension NodeReader {
  func field() -> Field {
    let group = kindGroup([
      "label",
      "required",
      "personal",
    ])
    return Field(
      label: group?.label() ?? "",
      kind: group?.kind() ?? .unread,
      requirement: group?.optional("required")?.flag() == true ? .always : .never,
      isPersonal: group?.optional("personal")?.flag() ?? false
    )
  }
}

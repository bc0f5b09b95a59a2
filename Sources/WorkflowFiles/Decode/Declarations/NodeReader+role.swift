import CaseCore

extension NodeReader {
  func role() -> Role {
    guard isMapping else { return Role(label: text() ?? "") }
    let group = group([
      "label",
      "access",
      "through",
      "conditions",
      "mandate",
    ])
    return Role(
      label: group?.label() ?? "",
      access: group?.optional("access")?.word() ?? .party,
      through: group?.optional("through")?.word(),
      conditions: group?.optional("conditions")?.names() ?? [],
      isMandated: group?.optional("mandate")?.flag() ?? false
    )
  }
}

import CaseCore
import OrderedCollections

/// What a workflow declares before its states can use it.
extension NodeReader {
  func role() -> Role {
    guard isMapping else { return Role(label: text() ?? "") }
    let group = group(["label", "access"])
    return Role(label: group?.label() ?? "", access: group?.optional("access")?.word() ?? .party)
  }

  func ground() -> Ground {
    let group = group(["label", "source", "from", "until"])
    let ground = Ground(
      label: group?.label() ?? "",
      source: group?.text("source") ?? "",
      from: group?.optional("from")?.date(),
      until: group?.optional("until")?.date()
    )
    if let from = ground.from, let until = ground.until, until < from {
      group?.optional("until")?.fault("De grondslag eindigt voordat hij begint.")
    }
    return ground
  }

  func fact() -> Fact {
    let group = kindGroup(["label", "initial"])
    let kind = group?.kind()
    let initial = kind.flatMap { group?.optional("initial")?.value(of: $0) }
    return Fact(label: group?.label() ?? "", kind: kind ?? .unread, initial: initial)
  }

  func command() -> CommandDefinition {
    let group = group(["label", "roles", "ground", "vote", "audience", "fields"])
    return CommandDefinition(
      label: group?.label() ?? "",
      roles: group?.required("roles")?.names() ?? [],
      grounds: group?.required("ground")?.names() ?? [],
      fields: group?.optional("fields")?.dictionary { $0.field() } ?? [:],
      vote: group?.optional("vote")?.name(),
      audience: group?.optional("audience")?.names()
    )
  }

  private func field() -> Field {
    let group = kindGroup(["label", "required", "personal"])
    return Field(
      label: group?.label() ?? "",
      kind: group?.kind() ?? .unread,
      isRequired: group?.optional("required")?.flag() ?? false,
      isPersonal: group?.optional("personal")?.flag() ?? false
    )
  }

  func decision() -> JointDecision {
    let group = group(["label", "voters", "field", "rule"])
    return JointDecision(
      label: group?.label() ?? "",
      voters: group?.required("voters")?.names() ?? [],
      field: group?.required("field")?.name() ?? "",
      rule: group?.optional("rule")?.word() ?? .unanimous
    )
  }
}

extension Field.Kind {
  /// Stands in for a kind that could not be read.
  fileprivate static let unread = Field.Kind.text(maximumLength: 1)
}

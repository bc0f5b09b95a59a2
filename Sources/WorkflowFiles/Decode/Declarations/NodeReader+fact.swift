import CaseCore

extension NodeReader {
  func fact() -> Fact {
    let group = kindGroup([
      "label",
      "initial",
      "was",
    ])
    let kind = group?.kind()
    let initial = kind.flatMap { group?.optional("initial")?.value(of: $0) }
    return Fact(
      label: group?.label() ?? "",
      kind: kind ?? .unread,
      initial: initial,
      was: group?.optional("was")?.name()
    )
  }
}

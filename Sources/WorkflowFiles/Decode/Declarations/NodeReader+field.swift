import CaseCore

extension NodeReader {
  func field() -> Field {
    let group = kindGroup([
      "label",
      "required",
      "personal",
      "offer",
      "listed",
    ])
    return Field(
      label: group?.label() ?? "",
      kind: group?.kind() ?? .unread,
      requirement: group?.optional("required")?.isAlways == true ? .always : .never,
      isPersonal: group?.optional("personal")?.flag() ?? false,
      offer: group?.optional("offer")?.offer(),
      isListed: group?.optional("listed")?.flag() ?? false
    )
  }

  /// A group says when: what it means depends on the kinds of facts and fields, so it is read after them.
  private var isAlways: Bool { isMapping ? false : flag() ?? false }

  /// A fact, or `{ case: fact }` for one of the case.
  private func offer() -> Field.Offer? {
    guard isMapping else { return name().map { Field.Offer(fact: $0) } }
    return group(["case"])?.required("case")?.name().map { Field.Offer(fact: $0, isOfCase: true) }
  }
}

import CaseCore
import OrderedCollections

/// The declarations of a workflow, which its states use.
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
    let keys = ["label", "roles", "ground", "audience", "fields", "vouched", "authentication"]
    let group = group(keys + Ballot.Action.allCases.map(\.rawValue))
    return CommandDefinition(
      label: group?.label() ?? "",
      roles: group?.required("roles")?.names() ?? [],
      grounds: group?.required("ground")?.names() ?? [],
      fields: group?.optional("fields")?.dictionary { $0.field() } ?? [:],
      ballot: group.flatMap { $0.ballot() },
      audience: group?.optional("audience")?.names(),
      acceptsVouched: group?.optional("vouched")?.flag() ?? false,
      authentication: group?.optional("authentication")?.levels() ?? []
    )
  }

  /// One level, or several of which one is enough. An empty list would ask nothing, and look as if it did.
  private func levels() -> [String] {
    let items = oneOrMore()
    if items.isEmpty { fault("Noem ten minste één niveau, of laat «authentication» weg.") }
    return items.compactMap { $0.text() }
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
    let group = group([
      "label", "voters", "with", "field", "rule", "apart", "reasons", "disagreement", "silence",
    ])
    return JointDecision(
      label: group?.label() ?? "",
      voters: group?.required("voters")?.names() ?? [],
      others: group?.optional("with")?.names() ?? [],
      field: group?.required("field")?.name() ?? "",
      rule: group?.optional("rule")?.rule() ?? .unanimous,
      apart: group?.optional("apart")?.word(),
      reasons: group?.optional("reasons")?.names() ?? [],
      disagreement: group?.optional("disagreement")?.name(),
      silence: group?.optional("silence")?.name()
    )
  }

  /// `unanimous`, or `{ quorum: 2 }`.
  private func rule() -> JointDecision.Rule? {
    if isMapping { return group(["quorum"])?.required("quorum")?.count(atLeast: 1).map(JointDecision.Rule.quorum) }
    guard let text = scalar(expecting: "«unanimous» of een quorum") else { return nil }
    if text != "unanimous" { fault("«\(text)» kan hier niet staan. Schrijf unanimous, of { quorum: 2 }.") }
    return .unanimous
  }

  /// The joint decision, and its outcome, that is required to enter a state.
  func outcome() -> State.Outcome? {
    guard let group = group(["decision", "is"]) else { return nil }
    let option = group.required("is")?.name()
    guard let decision = group.required("decision")?.name(), let option else { return nil }
    return .init(decision: decision, option: option)
  }
}

extension GroupReader {
  /// What a command does in a joint decision.
  fileprivate func ballot() -> Ballot? {
    let present = Ballot.Action.allCases.filter { has($0.rawValue) }
    guard let action = present.first else { return nil }
    for other in present.dropFirst() { optional(other.rawValue)?.fault("«\(other)» gaat niet samen met «\(action)».") }
    return optional(action.rawValue)?.name().map { Ballot(action, in: $0) }
  }
}

extension Field.Kind {
  /// Stands in for a kind that could not be read.
  fileprivate static let unread = Field.Kind.text(maximumLength: 1)
}

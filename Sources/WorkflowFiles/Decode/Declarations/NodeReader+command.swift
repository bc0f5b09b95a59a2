import CaseCore
import OrderedCollections

extension NodeReader {
  func command() -> CommandDefinition {
    let keys = [
      "label",
      "roles",
      "ground",
      "audience",
      "share",
      "fields",
      "vouched",
      "authentication",
    ]
    let group = group(keys + Ballot.Action.allCases.map(\.rawValue))
    return CommandDefinition(
      label: group?.label() ?? "",
      roles: group?.required("roles")?.names() ?? [],
      grounds: group?.required("ground")?.names() ?? [],
      fields: group?.optional("fields")?.dictionary { $0.field() } ?? [:],
      ballot: group.flatMap { $0.ballot() },
      audience: group?.optional("audience")?.names(),
      sharing: group?.optional("share")?.sharing(),
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

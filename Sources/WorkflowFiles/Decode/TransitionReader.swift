import CaseCore
import OrderedCollections

/// Reads what commands lead to.
struct TransitionReader {
  let guards: GuardReader

  private static let keys = ["guard", "target", "assign", "join", "restart", "notify", "erase"]

  func on(_ reader: NodeReader) -> OrderedDictionary<String, [Transition]> {
    reader.dictionary { reader in
      reader.oneOrMore().map { transition($0, command: reader.path.last ?? "") }
    }
  }

  func start(_ reader: NodeReader) -> Machine.Start {
    let group = reader.group(["command", "guard", "target", "assign", "join", "notify"])
    let command = group?.required("command")?.name() ?? ""
    _ = group?.required("target")
    return .init(command: command, transition: transition(group, command: command))
  }

  private func transition(_ reader: NodeReader, command: String) -> Transition {
    // A word alone is the target.
    if case .scalar = reader.node.content { return Transition(target: reader.name()) }
    return transition(reader.group(Self.keys), command: command)
  }

  private func transition(_ group: GroupReader?, command: String) -> Transition {
    Transition(
      requirements: group?.optional("guard").map { guards.requirements($0, command: command) } ?? [],
      target: group?.optional("target")?.name(),
      assign: group?.optional("assign").map(assignments) ?? [:],
      joins: group?.optional("join")?.oneOrMore().compactMap(join) ?? [],
      restarts: group?.optional("restart")?.names() ?? [],
      notices: group?.optional("notify")?.oneOrMore().map(notice) ?? [],
      erases: group?.optional("erase")?.flag() ?? false
    )
  }

  private func assignments(_ reader: NodeReader) -> OrderedDictionary<String, Value> {
    var values: OrderedDictionary<String, Value> = [:]
    for (fact, reader) in reader.entries() {
      // Of a fact that is not there, the check of the workflow tells.
      let kind = guards.kinds.fact(fact)
      values[fact] = kind == nil ? .text("") : kind.flatMap { reader.value(of: $0) }
    }
    return values
  }

  private func join(_ reader: NodeReader) -> Transition.Join? {
    guard let group = reader.group(["role", "from"]) else { return nil }
    let role = group.optional("role")?.name()
    return group.required("from")?.name().map { .init(role: role, source: Self.source($0)) }
  }

  private static func source(_ word: String) -> Transition.Join.Source {
    switch word {
    case "sender": .sender
    case "region": .region
    default: .field(word)
    }
  }

  private func notice(_ reader: NodeReader) -> Transition.Notice {
    let group = reader.group(["event", "to"])
    return .init(event: group?.required("event")?.name() ?? "", roles: group?.required("to")?.names() ?? [])
  }
}

import CaseCore
import OrderedCollections

/// Reads what commands lead to.
struct TransitionReader {
  let guards: GuardReader

  private static let keys = [
    "guard",
    "target",
    "assign",
    "count",
    "leave",
    "region",
    "join",
    "start",
    "end",
    "transfer",
    "restart",
    "suspend",
    "resume",
    "extend",
    "notify",
    "erase",
    "case",
  ]

  func on(_ reader: NodeReader) -> OrderedDictionary<String, [Transition]> {
    reader.dictionary { reader in
      reader.oneOrMore().map { transition($0, command: reader.path.last ?? "") }
    }
  }

  /// What an event in a child causes in the case.
  /// - Parameter command: `nil` for the end of a deadline.
  func consequences(_ reader: NodeReader, command: String?) -> [Transition] {
    let root = TransitionReader(guards: guards.about(guards.root))
    return reader.oneOrMore().map { item in
      guard let group = item.group(Self.keys) else { return Transition() }
      return root.transition(group, command: command, isConsequence: true)
    }
  }

  func transition(_ reader: NodeReader, command: String) -> Transition {
    // A word alone is the target.
    if case .scalar = reader.node.content { return Transition(target: reader.name()) }
    return reader.group(Self.keys).map { transition($0, command: command) } ?? Transition()
  }

  func transition(_ group: GroupReader, command: String?, isConsequence: Bool = false) -> Transition {
    let parts = TransitionPartReader()
    let assignments = group.optional("assign").map(assignments)
    return Transition(
      requirements: group.optional("guard").map {
        isConsequence ? guards.silentRequirements($0, command: command) : guards.requirements($0, command: command)
      } ?? [],
      target: group.optional("target")?.name(),
      assign: assignments?.values ?? [:],
      takes: assignments?.origins ?? [:],
      counts: group.optional("count")?.names() ?? [],
      leaves: group.optional("leave")?.oneOrMore().compactMap(parts.leave) ?? [],
      region: group.optional("region")?.name().map(parts.organisations),
      joins: group.optional("join")?.oneOrMore().compactMap(parts.join) ?? [],
      starts: group.optional("start")?.oneOrMore().compactMap(parts.start) ?? [],
      ends: group.optional("end")?.oneOrMore().compactMap(parts.end) ?? [],
      transfer: group.optional("transfer").flatMap(parts.transfer),
      restarts: group.optional("restart")?.names() ?? [],
      suspends: group.optional("suspend")?.names() ?? [],
      resumes: group.optional("resume")?.names() ?? [],
      extensions: group.optional("extend")?.oneOrMore().compactMap(parts.extension) ?? [],
      notices: group.optional("notify")?.oneOrMore().map(parts.notice) ?? [],
      erases: group.optional("erase")?.flag() ?? false,
      root: group.optional("case").map { consequences($0, command: command) } ?? []
    )
  }
}

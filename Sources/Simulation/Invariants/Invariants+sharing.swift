import CaseCore
import OrderedCollections

/// Who reads an entry because it was named, counted a second time from what the sender said.
extension Invariants {
  private var definition: CommandDefinition? {
    guard case .command(let name) = entry.cause, let machine = after.instance(entry.child)?.machine else { return nil }
    return workflow.machines[machine]?.commands[name]
  }

  /// Whether the sender keeps it with its own organisation.
  var isKept: Bool {
    guard let exception = definition?.sharing?.exception else { return false }
    return entry.fields[exception.field] == .choice(exception.option)
  }

  func isOversight(_ role: String) -> Bool { workflow.roles[role]?.access == .oversight }

  private var named: Set<String> {
    guard let sharing = definition?.sharing, !isKept else { return [] }
    switch entry.fields[sharing.field] {
    case .reference(let number): return [number]
    case .list(let all):
      return Set(all.compactMap { if case .reference(let number) = $0 { number } else { nil } })
    default: return []
    }
  }

  /// Those that were named are on record, and of an entry that changes nothing else nobody hears who may not read it.
  func sharing() -> [Breach] {
    let recorded = Set(entry.sharedWith?.organisations ?? [])
    let faults = breach(.audience, if: recorded != named, "it is shared with \(recorded), not \(named)")
    guard let sharing = definition?.sharing, taken.flatMap(\.notices).isEmpty, before?.root == after.root,
      before?.children == after.children
    else { return faults }
    let readers = decision.notices.map(\.organisation).filter { number in
      let roles = after.party(number)?.roles ?? []
      let part = after.instance(entry.child)?.party(number)?.roles ?? []
      return number != entry.actor?.organisation && roles.union(part).isDisjoint(with: audience)
        && !(named.contains(number) && !roles.isDisjoint(with: sharing.roles))
    }
    return faults + breach(.notices, if: !readers.isEmpty, "\(readers) hear of what is not shared with them")
  }
}

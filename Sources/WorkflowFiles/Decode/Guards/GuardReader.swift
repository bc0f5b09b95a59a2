import CaseCore

/// Reads guards: each is a group in which one key says what it is about.
struct GuardReader {
  let kinds: Kinds
  /// The machine that the guards are about.
  let machine: String
  /// The machine of the case itself.
  let root: String

  func about(_ machine: String) -> GuardReader { GuardReader(kinds: kinds, machine: machine, root: root) }

  /// - Parameter command: the command whose fields the guard may use.
  func requirements(_ reader: NodeReader, command: String?) -> [Transition.Requirement] {
    reader.oneOrMore().compactMap { item in
      let (condition, group) = read(item, command: command, besides: ["otherwise"])
      let otherwise = group?.text("otherwise") ?? ""
      return condition.map { .init($0, otherwise: otherwise) }
    }
  }

  /// Requirements without a text for when they do not hold.
  func silentRequirements(_ reader: NodeReader, command: String?) -> [Transition.Requirement] {
    reader.oneOrMore().compactMap { condition($0, command: command).map { .init($0, otherwise: "") } }
  }

  func condition(_ reader: NodeReader, command: String?) -> Guard? {
    read(reader, command: command, besides: []).0
  }

  private func read(_ reader: NodeReader, command: String?, besides: [String]) -> (Guard?, GroupReader?) {
    let subjects = Subject.allCases.filter { reader.node[$0.rawValue] != nil }
    let keys = Subject.allCases.map(\.rawValue)
    guard let subject = subjects.first, subjects.count == 1 else {
      let group = reader.group(keys + Set(Subject.allCases.flatMap(\.keys)).sorted() + besides)
      // A misspelt key was reported already.
      if group != nil, !subjects.isEmpty || !reader.log.isDamaged(reader.path) {
        reader.fault("Een voorwaarde heeft precies één van deze sleutels: \(keys.joined(separator: ", ")).")
      }
      return (nil, group)
    }
    guard let group = reader.group([subject.rawValue] + subject.keys + besides),
      let about = group.required(subject.rawValue)
    else { return (nil, nil) }
    noteSurplus(of: subject, group)
    return (condition(subject, about, group, command: command), group)
  }

  /// Of two comparisons of one value only one would count.
  private func noteSurplus(of subject: Subject, _ group: GroupReader) {
    guard [.fact, .field].contains(subject) else { return }
    let present = subject.keys.filter(group.has)
    guard present.count > 1 else { return }
    group.optional(present[0])?.fault("«\(present[0])» en «\(present[1])» gaan niet samen.")
  }

  private func condition(_ subject: Subject, _ about: NodeReader, _ group: GroupReader, command: String?) -> Guard? {
    switch subject {
    case .fact: return about.name().flatMap { fact($0, group) }
    case .field: return about.name().flatMap { field($0, group, command: command) }
    case .ground: return .ground(about.names())
    case .decision: return about.name().flatMap { decision($0, group) }
    case .visited: return about.name().map { .visited($0, atLeast: count(group, "at-least")) }
    case .state: return .state(about.names())
    case .expired: return about.name().map { .expired($0, times: count(group, "times")) }
    case .party: return about.name().map(Guard.party)
    case .sender: return about.name().map { .sender(named($0, command: command)) }
    case .voted: return about.name().flatMap { voted($0, group, command: command) }
    case .children: return about.name().flatMap { children($0, group) }
    case .case: return self.about(root).condition(about, command: command).map(Guard.root)
    case .not: return condition(about, command: command).map(Guard.not)
    case .all: return .all(several(about, command: command))
    case .any: return .any(several(about, command: command))
    }
  }

  private func count(_ group: GroupReader, _ key: String) -> Int { group.optional(key)?.count(atLeast: 1) ?? 1 }

  private func several(_ reader: NodeReader, command: String?) -> [Guard] {
    let items = reader.items()
    if items.isEmpty { reader.fault("Hier hoort ten minste één voorwaarde.") }
    return items.compactMap { condition($0, command: command) }
  }
}

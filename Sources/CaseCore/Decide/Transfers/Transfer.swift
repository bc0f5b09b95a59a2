/// What a decision on one case moves to another. Whoever carries the decision out lets the other case decide on it
/// (``Decider/receive(_:_:on:)``), and keeps what both decided, or neither.
public struct Transfer: Hashable, Sendable {
  /// The id under which the service keeps the other case.
  public var target: String
  /// What names it, for people.
  public var label: String
  /// Of the case that the children come from: they stay in it.
  public var region: String
  public var machine: String
  /// The ids of the children, in the case that they come from.
  public var children: [String]
  /// Who comes along for a receipt, each with those of its roles.
  public var receipts: [Receipt]
  /// Who gave the command, and on which ground.
  public var actor: Actor
  public var ground: String
  /// The roles of the sender in the case that they come from, and the first entry that it may know of there.
  var roles: Set<String>
  var since: Int64

  public struct Receipt: Hashable, Sendable {
    public var organisation: String
    public var roles: Set<String>
  }

  /// An entry about a child, as far as it goes along. It refers to nothing in the case that it comes from.
  public struct Line: Hashable, Sendable {
    /// The command that it was made by there.
    public var command: String
    /// The roles that may read it: those that could before.
    public var audience: [String]
    public var fields: [String: Value]
  }

  /// What the journal of the case that they come from has of the children, for each of them: first how it was made, then what was added.
  /// Of a vote nothing goes along, and neither does what the sender may not read: nothing is told to anybody that the sender could not have
  /// told.
  /// - Parameter journal: in order, all of it.
  public func lines(in journal: some Sequence<Entry>) -> [[Line]] {
    var lines: [String: [Line]] = [:]
    for entry in journal {
      guard let command = entry.cause.command else { continue }
      let line = Line(
        command: command,
        audience: entry.audience,
        fields: mayRead(entry) ? entry.fields.filter { $1.staysTrueElsewhere } : [:]
      )
      for child in entry.began where children.contains(child) { lines[child] = [line] }
      guard let child = entry.child, !entry.isBallot, !line.fields.isEmpty else { continue }
      lines[child]?.append(line)
    }
    return children.map { lines[$0] ?? [] }
  }

  /// In the roles that the sender acts in now: what colleagues recorded in another role, they read in that one alone. What was shared by name
  /// is the sender's to read, and not to pass on.
  private func mayRead(_ entry: Entry) -> Bool {
    guard entry.revision >= since else { return false }
    var unnamed = entry
    unnamed.sharedWith = nil
    return !EntryReaders(unnamed).roles(roles, of: [actor.organisation], in: nil, since: since).isEmpty
  }
}

extension Entry.Cause {
  /// The command of a person that it came by, in this case or in the one that it was moved from.
  fileprivate var command: String? {
    switch self {
    case .command(let name), .transferred(let name): name
    case .deadline, .upgraded, .configured, .merged, .matched: nil
    }
  }
}

extension Entry {
  fileprivate var isBallot: Bool { changes.contains(where: \.isBallot) }
}

extension Change {
  fileprivate var isBallot: Bool {
    switch self {
    case .voted, .withdrawn, .recused: true
    case .inChild(_, let change): change.isBallot
    default: false
    }
  }
}

extension Value {
  /// Whether it means the same in another case: a child is one of its own case, and who may know of a case that is named differs.
  fileprivate var staysTrueElsewhere: Bool {
    switch self {
    case .child, .otherCase: false
    case .list(let values): values.allSatisfy(\.staysTrueElsewhere)
    case .text, .date, .number, .choice, .reference: true
    }
  }
}

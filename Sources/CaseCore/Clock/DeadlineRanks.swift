import OrderedCollections

/// The order in which deadlines must be evaluated: whether one runs or stands still can depend on whether another has expired.
struct DeadlineRanks {
  struct Place: Hashable {
    var machine: String
    var name: String
  }

  /// Of deadlines that ask about others; all others have 0.
  private var ranks: [Place: Int] = [:]
  /// Cycles of deadlines that each ask about the next. No order is right for them.
  private(set) var cycles: [[Place]] = []

  var all: ClosedRange<Int> { 0...(ranks.values.max() ?? 0) }

  /// One more than the highest rank of the deadlines that it asks about.
  subscript(name: String, of machine: String) -> Int {
    ranks.isEmpty ? 0 : ranks[Place(machine: machine, name: name), default: 0]
  }

  fileprivate init(_ workflow: Workflow) {
    var asked: [Place: [Place]] = [:]
    for (machine, definition) in workflow.machines {
      for (name, deadline) in definition.deadlines {
        let others = deadline.asked(of: machine, root: workflow.root).map(\.place)
        if !others.isEmpty { asked[Place(machine: machine, name: name)] = others }
      }
    }
    guard !asked.isEmpty else { return }
    for (machine, definition) in workflow.machines {
      for name in definition.deadlines.keys {
        _ = rank(of: Place(machine: machine, name: name), asked, on: [])
      }
    }
  }

  /// - Parameter way: the deadlines that led here, each of which asks about the next.
  private mutating func rank(of place: Place, _ asked: [Place: [Place]], on way: [Place]) -> Int {
    if let first = way.firstIndex(of: place) {
      cycles.append(Array(way[first...]))
      return 0
    }
    if let known = ranks[place] { return known }
    guard let others = asked[place] else { return 0 }
    var rank = 0
    for other in others { rank = max(rank, self.rank(of: other, asked, on: way + [place]) + 1) }
    ranks[place] = rank
    return rank
  }
}

extension Workflow {
  var deadlineRanks: DeadlineRanks { DeadlineRanks(self) }
}

extension Deadline {
  /// The deadlines that it depends on, each with the key of the part that asks about it.
  func asked(of machine: String, root: String) -> [(place: DeadlineRanks.Place, key: String)] {
    func places(_ guard: Guard?, _ key: String) -> [(place: DeadlineRanks.Place, key: String)] {
      (`guard`?.deadlines(of: machine, root: root) ?? []).map { ($0, key) }
    }
    let before = beginsAfter.map { [(place: DeadlineRanks.Place(machine: machine, name: $0), key: "from")] } ?? []
    return places(self.guard, "guard") + places(suspendedWhen, "suspend-when") + before
  }
}

extension Guard {
  /// The deadlines whose expiry the guard asks about.
  fileprivate func deadlines(of machine: String, root: String) -> [DeadlineRanks.Place] {
    switch self {
    case .all(let guards), .any(let guards): guards.flatMap { $0.deadlines(of: machine, root: root) }
    case .not(let inner): inner.deadlines(of: machine, root: root)
    case .root(let inner): inner.deadlines(of: root, root: root)
    case .children(let children): children.condition?.deadlines(of: children.machine, root: root) ?? []
    case .expired(let name, _): [.init(machine: machine, name: name)]
    case .fact, .field, .ground, .reached, .recent, .decided, .divided, .visited, .state, .party, .sender, .voted: []
    }
  }
}

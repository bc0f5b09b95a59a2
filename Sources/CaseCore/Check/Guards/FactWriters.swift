import OrderedCollections

/// Everything that can give the facts of a machine a value.
struct FactWriters {
  private let facts: OrderedDictionary<String, Fact>
  /// The fields with the name of a fact: of the machine's own commands, and of commands that make a child of it.
  let fields: [(command: String, name: String, field: Field)]
  private let places: [TransitionPlace]
  private var transitions: [Transition] { places.map(\.transition) }
  /// The fields of commands that transitions make facts of, under another name.
  let taken: [(command: String, field: String, fact: String, declared: Field)]

  init(_ index: WorkflowIndex, machine key: String) {
    let workflow = index.workflow
    let machine = workflow.machines[key] ?? Machine.nothing
    facts = machine.facts
    places = index.places(in: key)
    taken = places.flatMap { place in
      place.transition.takes.compactMap { fact, origin in
        guard case .field(let name) = origin, let command = place.command,
          let declared = workflow.definition(of: command)?.definition.fields[name]
        else { return nil }
        return (command, name, fact, declared)
      }
    }
    let starting = key == workflow.root ? [] : index.starters(of: key)
    var names = Array(machine.commands.keys)
    for name in starting where !names.contains(name) { names.append(name) }
    fields = names.flatMap { name in
      (workflow.definition(of: name)?.definition.fields ?? [:]).map { (name, $0, $1) }
    }
  }

  /// Whether anything gives it a value after its beginning.
  func write(_ fact: String) -> Bool {
    fields.contains { $0.name == fact } || transitions.contains { $0.gives(fact) }
  }

  /// The fields that give it a value.
  private func sources(of fact: String) -> [Field] {
    fields.filter { $0.name == fact }.map(\.field) + taken.filter { $0.fact == fact }.map(\.declared)
  }

  /// The commands that give it a value: by a field, or by what they do.
  func commands(of fact: String) -> [String] {
    let others = places.filter { $0.transition.gives(fact) }.compactMap(\.command)
    return OrderedSet(fields.filter { $0.name == fact }.map(\.command) + others).elements
  }

  /// The options that a choice can have; `nil` when it is no choice.
  func options(of name: String) -> Set<Value>? {
    guard let fact = facts[name], case .choice = fact.kind else { return nil }
    let offered = sources(of: name).flatMap { field -> [Value] in
      if case .choice(let options) = field.kind { options.map { .choice($0.key) } } else { [] }
    }
    return Set(offered + transitions.compactMap { $0.assign[name] } + [fact.initial].compactMap(\.self))
  }

  /// The highest value that a number can have; `nil` when it has no bound, or is no number.
  func most(of name: String) -> Int64? {
    guard let fact = facts[name], case .number = fact.kind, !transitions.contains(where: { $0.counts.contains(name) })
    else { return nil }
    var most: [Int64] = []
    for field in sources(of: name) {
      guard case .number(_, let maximum?) = field.kind else { return nil }
      most.append(maximum)
    }
    for case .number(let number)? in transitions.map({ $0.assign[name] }) + [fact.initial] { most.append(number) }
    return most.max()
  }
}

extension Transition {
  /// Whether it gives the fact a value by itself.
  fileprivate func gives(_ fact: String) -> Bool {
    assign[fact] != nil || takes[fact] != nil || counts.contains(fact)
  }
}

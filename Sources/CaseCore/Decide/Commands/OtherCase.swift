import OrderedCollections

/// Another case, as far as a sender who may know of it needs it to name it.
public struct OtherCase: Hashable, Sendable {
  /// The id under which the service keeps it: stored, and never told.
  public var id: String
  public var workflow: String
  /// `nil` for a sender who may not know in which state it is.
  public var state: String?

  public init(id: String, workflow: String, state: String?) {
    self.id = id
    self.workflow = workflow
    self.state = state
  }
}

extension Decider {
  /// A case as one that others may refer to, for who may name it.
  /// - Parameters:
  ///   - id: under which the service keeps it.
  ///   - instance: the case now, with everything in it that is due.
  /// - Returns: `nil` for an actor who may not know of the case.
  public func otherCase(_ id: String, _ instance: Case, for actor: Actor) -> OtherCase? {
    let decider = applyingSettings(for: instance)
    guard decider.knows(actor, of: instance) else { return nil }
    let audience = decider.workflow.rootMachine?.states[instance.state]?.audience ?? []
    let isOpen = !decider.roles(of: actor, in: instance).isDisjoint(with: audience)
    return OtherCase(id: id, workflow: instance.workflow, state: isOpen ? instance.state : nil)
  }
}

extension CommandDefinition {
  /// The texts among the inputs that name other cases, each once; no more than the fields can name.
  public func namesOfOtherCases(in inputs: [String: Input]) -> [String] {
    var names: [String] = []
    for (name, field) in fields {
      guard let input = inputs[name] else { continue }
      for text in field.kind.namesOfOtherCases(in: input) where !names.contains(text) { names.append(text) }
    }
    return Array(names.prefix(Field.mostOtherCases))
  }
}

extension Field.Kind {
  /// The texts that name other cases. Of a list that is too long, only as many as it can have: it is refused in any case.
  fileprivate func namesOfOtherCases(in input: Input) -> [String] {
    switch (self, input) {
    case (.otherCase, .string(let text)): [text]
    case (.list(let kind, _, let maximum), .list(let items)):
      items.prefix(maximum).flatMap { kind.namesOfOtherCases(in: $0) }
    default: []
    }
  }
}

extension Value {
  /// The other cases that it names, by the ids under which the service keeps them.
  public var otherCases: [String] {
    switch self {
    case .otherCase(let id): [id]
    case .list(let values): values.flatMap(\.otherCases)
    default: []
    }
  }

  /// With the ids under which a reader knows other cases in the place of those under which the service keeps them.
  /// - Parameter ids: of the cases that the reader may know of.
  /// - Returns: `nil` when nothing of it is for the reader.
  public func known(by ids: [String: String]) -> Value? {
    switch self {
    case .otherCase(let id): return ids[id].map(Value.otherCase)
    case .list(let values) where !otherCases.isEmpty:
      // How many are left out is not told either.
      let known = values.compactMap { $0.known(by: ids) }
      return known.isEmpty ? nil : .list(known)
    default: return self
    }
  }
}

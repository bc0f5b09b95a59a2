import OrderedCollections

extension Decider {
  /// What comes of a case that takes children from another. It takes them as if the sender had given a command of its own there that makes
  /// such a child: in a state that has one, in a role that may give it, on its conditions.
  /// - Parameters:
  ///   - lines: of each child, see ``Transfer/lines(in:)``.
  ///   - instance: the case that takes them, with everything in it that is due.
  /// - Returns: a decision for how each child was made, and one for everything that was added, each with the command that it was of.
  /// - Throws: why it does not take them. That is not for the sender: see ``refusal(of:by:on:)``.
  public func receive(
    _ transfer: Transfer,
    _ lines: [[Transfer.Line]],
    on instance: Case
  ) throws(Refusal) -> [(command: Command, decision: Decision)] {
    var decisions: [(command: Command, decision: Decision)] = []
    for lines in lines {
      var child: String?
      for line in lines {
        let command = Command(cause: .transferred(transfer, line), child: child)
        switch decide(command, on: decisions.last?.decision.result ?? instance) {
        case .accepted(let decision):
          // What it would move on to a third case, or destroy, nobody carries out here: it would be lost.
          guard decision.transfer == nil, !decision.erases else { throw .unknownCase }
          child = child ?? decision.entry.began.first { decision.result.children[$0]?.machine == transfer.machine }
          decisions.append((command, decision))
        case .refused(let refusal): throw refusal
        case .lapsed: throw .unknownCase
        }
      }
      guard child != nil else { throw .unknownCase }
    }
    return decisions
  }

  /// What the sender is told when the other case does not take them: the same for every reason, and for a case that there is not.
  /// - Parameter instance: the case that the command is on.
  public func refusal(of transfer: Transfer, on instance: Case) -> Refusal {
    .notNow(
      rules: [.referenceDoesNotTake(transfer.label)],
      possible: applyingSettings(for: instance).possible(for: transfer.actor, in: instance)
    )
  }

  func receive(_ line: Transfer.Line, of transfer: Transfer, as child: String?, on instance: Case) throws(Refusal)
    -> Decision
  {
    guard knows(transfer.actor, of: instance), instance.region == transfer.region, !isOver(instance) else {
      throw .unknownCase
    }
    let (name, definition, transitions) = try taking(transfer, in: instance)
    let role = try entitled(to: definition, holding: roles(of: transfer.actor, in: instance))
    try requireProof(of: transfer.actor, for: definition)
    let ground: String
    do {
      ground = try chosen(
        definition.grounds.contains(transfer.ground) ? transfer.ground : definition.grounds.first,
        for: definition
      ).get()
    } catch { throw .invalid([error]) }
    var actor = transfer.actor
    actor.authentication = []
    var validated = ValidatedCommand(
      command: name,
      definition: definition,
      actor: actor,
      role: role,
      ground: ground,
      fields: [:]
    )
    var builder = CaseBuilder(instance, child: child, decider: self)
    if child != nil { return builder.add(line, validated: validated) }
    validated.fields = try fields(line, for: definition, of: transfer.machine, in: instance)
    builder.moved = (line, transfer.receipts)
    return try builder.take(transitions, validated: validated)
  }

  /// The first command of the case by which the sender could make such a child now.
  private func taking(
    _ transfer: Transfer,
    in instance: Case
  ) throws(Refusal) -> (name: String, definition: CommandDefinition, transitions: [Transition]) {
    let machine = workflow.rootMachine ?? .nothing
    let held = roles(of: transfer.actor, in: instance)
    for (name, transitions) in machine.commands(in: instance.state) {
      guard let definition = machine.commands[name], definition.ballot == nil,
        !held.isDisjoint(with: definition.roles)
      else { continue }
      let taking = transitions.filter { $0.takes(transfer.machine) }
      if !taking.isEmpty { return (name, definition, taking) }
    }
    throw .broken(.referenceDoesNotTake(transfer.label))
  }

  /// The fields that the command of this case has too, so that guards and facts see them.
  private func fields(
    _ line: Transfer.Line,
    for definition: CommandDefinition,
    of machine: String,
    in instance: Case
  ) throws(Refusal) -> [String: Value] {
    let fields = line.fields.filter { name, value in
      definition.fields[name]?.kind.holds(value, in: instance) ?? false
    }
    let facts = [workflow.root, machine].compactMap { workflow.machines[$0]?.facts }
    // What guards go by has to be there, as it is after the command; what is only read may be missing.
    for (name, field) in definition.fields
    where field.requirement == .always && facts.contains(where: { $0[name] != nil }) {
      guard fields[name] != nil else { throw .invalid(name, .value(.required, label: field.label)) }
    }
    return fields
  }
}

extension Transition {
  /// Whether it makes one child of the machine, for nobody in particular or for the sender.
  func takes(_ machine: String) -> Bool {
    starts.contains { start in
      switch start.part {
      case nil, .organisations(.sender): start.machine == machine
      case .organisations(.field), .eachParty, .eachRecipient: false
      }
    }
  }
}

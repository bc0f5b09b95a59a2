import OrderedCollections

extension CaseBuilder {
  /// Notes what goes to another case, before it ends here.
  mutating func hand(over transfer: Transition.Transfer, validated: ValidatedCommand) throws(Refusal) {
    let children = instance.children.filter { $1.machine == transfer.machine && transfer.states.contains($1.state) }
    // There is nothing to move, so nothing is asked of the other case.
    guard !children.isEmpty else { return }
    let fact = machine(of: nil).facts[transfer.to]
    let label = validated.definition.fields[transfer.to]?.label ?? fact?.label ?? transfer.to
    guard
      case .otherCase(let target)? = instance.root.facts[transfer.to] ?? validated.fields[transfer.to]
    else { throw .broken(.referenceDoesNotTake(label)) }
    var actor = validated.actor
    actor.authentication = validated.levels
    self.transfer = Transfer(
      target: target,
      label: label,
      region: before.region,
      machine: transfer.machine,
      children: children.map(\.key),
      receipts: receipts(transfer.receipts),
      actor: actor,
      ground: validated.ground,
      roles: decider.roles(of: actor, in: before),
      since: before.party(actor.organisation)?.since ?? revision
    )
  }

  private func receipts(_ roles: [String]) -> [Transfer.Receipt] {
    instance.root.parties.filter { $0.until == nil }.compactMap { party in
      let held = decider.directory.counted(party).intersection(roles)
      return held.isEmpty ? nil : .init(organisation: party.organisation, roles: held)
    }
  }

  /// Who came along for a receipt has one here too.
  mutating func admit(_ receipts: [Transfer.Receipt]) {
    for receipt in receipts {
      let roles = receipt.roles.filter { workflow.roles[$0]?.access == .receipt }
      if !roles.isEmpty { admit(receipt.organisation, in: roles, history: false) }
    }
  }

  /// Adds to a child that came from another case what was added to it there: to read, for its facts are set by what happens here.
  mutating func add(_ line: Transfer.Line, validated: ValidatedCommand) -> Decision {
    updateDeadlines()
    notices.notify(Event.updated, to: organisations(in: line.audience, child: child))
    notifyReaders()
    return finish(
      entry(
        cause: .transferred(line.command),
        actor: validated.actor,
        role: validated.role,
        ground: validated.ground,
        audience: line.audience,
        fields: line.fields
      )
    )
  }
}

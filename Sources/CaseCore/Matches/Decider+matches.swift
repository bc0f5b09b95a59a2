import OrderedCollections

/// Cases that may be about the same person: see ``IdentityMatch``.
extension Decider {
  /// Whether a case asks whether its person is known elsewhere, and is found by others that ask.
  public func isMatched(_ name: String, _ instance: Case) -> Bool {
    guard let match = workflow.matches[name], match.states.contains(instance.state), !isOver(instance) else {
      return false
    }
    return match.unless.map { !situation(of: instance, child: nil).holds($0) } ?? true
  }

  /// Whom another case is told to ask; `nil` when nobody takes part in the role of the contact.
  public func contact(of name: String, in instance: Case) -> String? {
    workflow.matches[name].flatMap { instance.organisations(in: [$0.contact], of: workflow, by: directory).first }
  }

  /// What the case becomes when another may be about the same person.
  /// - Parameter contact: the organisation that knows more of the other case.
  /// - Returns: `nil` when the case is not found any more, or has no room for it.
  func match(_ name: String, with contact: String, on instance: Case) -> Decision? {
    guard let match = workflow.matches[name], isMatched(name, instance), self.contact(of: name, in: instance) != nil,
      instance.children.count < Case.mostChildren
    else { return nil }
    var builder = CaseBuilder(instance, decider: self)
    return builder.match(match, name: name, contact: contact)
  }

  /// Whether a decision came to the outcome with which is asked at once.
  func asks(_ command: ValidatedCommand, before: Situation, after: Situation) -> [String] {
    workflow.matches.compactMap { name, match in
      guard let ask = match.ask, command.definition.ballot?.decision == ask.decision else { return nil }
      let outcome = JointDecision.Standing.decided(ask.option)
      return before.standing(of: ask.decision) != outcome && after.standing(of: ask.decision) == outcome ? name : nil
    }
  }
}

extension CaseBuilder {
  /// Nobody gave a command, so there is no actor; the entry has the ground of the match, and only its contact reads it.
  mutating func match(_ match: IdentityMatch, name: String, contact: String) -> Decision {
    let fact = IdentityMatch.contactFact
    make(match.found, [fact: .reference(contact)])
    updateDeadlines()
    notices.notify(Event.updated, to: organisations(in: [match.contact]))
    notifyReaders()
    return finish(
      entry(
        cause: .matched(name),
        actor: nil,
        role: nil,
        ground: match.ground,
        audience: [match.contact],
        fields: [fact: .reference(contact)]
      )
    )
  }
}

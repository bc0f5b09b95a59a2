import CaseCore
import OrderedCollections

/// Checks every invariant after one accepted command.
struct Invariants {
  let environment: Environment
  let attempt: Attempt
  let decision: Decision
  let play: Play
  private let led: Consequences?
  /// The transitions that were taken, including those that a deadline caused in the case.
  let taken: [Transition]

  private init(_ attempt: Attempt, _ decision: Decision, _ play: Play) {
    let environment = play.environment
    self.environment = environment
    self.attempt = attempt
    self.decision = decision
    self.play = play
    led = Consequences(decision, attempt, in: environment)
    var numbers = decision.taken.compactMap(environment.inventory.number)
    if decision.taken.isEmpty, let led, let first = led.first { numbers.append(led.sites.lowerBound + first) }
    taken = numbers.map { environment.inventory.sites[$0].transition }
  }

  var before: Case? { attempt.before }
  var after: Case { decision.result }
  var entry: Entry { decision.entry }
  var workflow: Workflow { environment.workflow }

  /// - Parameter play: after the attempt.
  static func breaches(_ attempt: Attempt, _ play: Play) -> [Breach] {
    let environment = play.environment
    let again = environment.decide(attempt.command, on: attempt.before, at: attempt.at)
    guard again == attempt.outcome || isLeftToAnother(again, attempt.outcome) else {
      return [Breach(rule: .determinism, detail: "a second time it came out otherwise")]
    }
    guard let decision = attempt.decision else { return [] }
    let all = Invariants(attempt, decision, play)
    return all.entries() + all.choice() + all.fields() + all.deadlines() + all.bounds() + all.notices() + all.clock()
      + all.parties() + all.conditions()
      + all.votes() + all.offers() + all.erasure()
  }

  /// A case that takes part in a scenario can refuse what is moved to it; by itself the command is accepted.
  private static func isLeftToAnother(_ alone: Outcome, _ outcome: Outcome) -> Bool {
    guard case .accepted(let decision) = alone, decision.transfer != nil, case .refused(.notNow(let rules, _)) = outcome
    else { return false }
    return rules.map(\.kind) == [.referenceDoesNotTake]
  }

  /// At the end of a play: the journal replays to the case.
  static func replay(_ play: Play) -> [Breach] {
    guard let empty = play.empty, let instance = play.instance else { return [] }
    let isSame = Case.replay(play.journal, from: empty) == instance
    return isSame ? [] : [Breach(rule: .replay, detail: "the journal makes another case")]
  }

  func breach(_ rule: Breach.Rule, if isBroken: Bool, _ detail: @autoclosure () -> String) -> [Breach] {
    isBroken ? [Breach(rule: rule, detail: detail())] : []
  }

  // MARK: - The entry

  private func entries() -> [Breach] {
    let revision = (before?.revision ?? 0) + 1
    let focus = after.instance(entry.child)
    let isInOrder =
      entry.revision == revision && after.revision == revision && entry.to == focus?.state
      && entry.from == (before?.instance(entry.child)?.state ?? "")
    return breach(
      .entry,
      if: !isInOrder,
      "revision \(entry.revision) after \(revision - 1), \(entry.from) to \(entry.to)"
    )
      + breach(.entry, if: workflow.grounds[entry.ground] == nil, "it rests on \(entry.ground)")
      + breach(.audience, if: entry.audience != audience, "\(entry.audience), not \(audience)") + sharing()
  }

  /// The roles that may read the entry, according to the workflow.
  var audience: [String] {
    let focus = after.instance(entry.child)
    let machine = focus.flatMap { workflow.machines[$0.machine] }
    switch entry.cause {
    case .command(let name):
      if isKept {
        return (machine?.commands[name]?.audience ?? machine?.states[entry.to]?.audience ?? []).filter(isOversight)
      }
      if let own = machine?.commands[name]?.audience { return own }
      let usual = machine?.states[entry.to]?.audience ?? []
      let parts = Set(entry.began.flatMap { after.children[$0]?.parties ?? [] }.flatMap(\.roles))
      return usual + parts.subtracting(usual).sorted()
    case .deadline(let name, let timer, _):
      guard let deadline = machine?.deadlines[name],
        let kind = before?.instance(entry.child)?.deadlines[name]?.timers[timer].kind
      else { return [] }
      return switch kind {
      case .warning(let index): deadline.warnings[index].roles
      case .expiry: deadline.roles
      case .reminder(let index): deadline.reminders[index].roles
      }
    case .matched(let name): return workflow.matches[name].map { [$0.contact] } ?? []
    // A walk stays within one version.
    case .upgraded, .configured, .merged: return []
    // Whoever could read it in the other case.
    case .transferred: return entry.audience
    }
  }

  private func choice() -> [Breach] {
    guard case .command = entry.cause, let evaluation = Evaluation(attempt, in: environment) else { return [] }
    let isFirst = decision.taken.first?.index == evaluation.first
    let consequence = decision.taken.dropFirst().first?.consequence
    return breach(.choice, if: !isFirst, "\(decision.taken), not the transition \(evaluation.first ?? -1)")
      + breach(.choice, if: consequence != led?.first, "\(decision.taken), not the consequence \(led?.first ?? -1)")
  }

  private func erasure() -> [Breach] {
    let should = taken.contains(where: \.erases)
    return breach(.erasure, if: should != decision.erases, should ? "the content remains" : "the content is destroyed")
  }

  private func votes() -> [Breach] {
    let decider = environment.decider(at: attempt.at)
    return after.instances.flatMap { child, focus in
      (workflow.machines[focus.machine]?.decisions ?? [:]).flatMap { name, joint in
        let engine = decider.standing(of: name, in: after, child: child)
        let own = play.voteCount.standing(of: name, joint, in: after, child: child, environment)
        return breach(.votes, if: engine != own, "\(name): the engine says \(engine), the count \(own)")
      }
    }
  }
}

import CaseCore
import OrderedCollections

/// What an event in a child can cause in the case, evaluated on the case as it was when that was decided: after the child
/// changed, and before the case did.
struct Consequences {
  let sites: Range<Int>
  let verdicts: [[Bool]]

  /// The first one whose requirements all hold.
  var first: Int? { verdicts.firstIndex { $0.allSatisfy { $0 } } }

  /// - Returns: `nil` when it can cause nothing in the case.
  init?(_ decision: Decision, _ attempt: Attempt, in environment: Environment) {
    guard let child = decision.entry.child, var seen = attempt.before else { return nil }
    sites = Self.sites(decision, on: seen, environment.inventory)
    guard !sites.isEmpty else { return nil }
    // The changes of the child come first.
    for change in decision.entry.changes {
      guard case .inChild(child, _) = change else { break }
      seen.apply(change)
    }
    var situation = Situation(
      instance: seen,
      workflow: environment.workflow,
      child: nil,
      fields: decision.entry.fields,
      ground: decision.entry.actor == nil ? nil : decision.entry.ground,
      today: Amsterdam.date(at: attempt.at),
      directory: environment.directory
    )
    situation.sender = decision.entry.actor.map {
      .init(organisation: $0.organisation, vote: Self.vote(decision.entry, environment.workflow), in: child)
    }
    verdicts = environment.inventory.sites[sites].map { site in
      site.transition.requirements.map { situation.holds($0.guard) }
    }
  }

  private static func vote(_ entry: Entry, _ workflow: Workflow) -> String? {
    guard case .command(let name) = entry.cause, let machine = workflow.machine(of: name) else { return nil }
    return workflow.machines[machine]?.commands[name]?.vote
  }

  private static func sites(_ decision: Decision, on seen: Case, _ inventory: Inventory) -> Range<Int> {
    let machine = seen.instance(decision.entry.child)?.machine ?? ""
    switch decision.entry.cause {
    case .command:
      let taken = decision.taken.first.flatMap(inventory.number)
      return taken.map { inventory.sites[$0].consequences } ?? 0..<0
    case .deadline(let name, let timer, _):
      let running = seen.instance(decision.entry.child)?.deadlines[name]
      let isExpiry = running?.timers.indices.contains(timer) == true && running?.timers[timer].kind == .expiry
      return isExpiry ? inventory.consequences(ofDeadline: name, in: machine) : 0..<0
    case .upgraded, .configured, .merged, .transferred, .matched:
      return 0..<0
    }
  }
}

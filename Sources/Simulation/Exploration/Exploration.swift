public import CaseCore
import Foundation
import OrderedCollections

/// Explores every situation that the cases of a workflow can reach. It reports what the file describes but can never happen, and
/// where a case can no longer reach an end.
///
/// Why: scenarios and random walks show that something can happen. Only an exploration of all situations shows that something
/// cannot.
///
/// How: a ``Model`` says which situations there are and what each event does to them. It over-approximates: it has every
/// situation that is possible and some that are not, so what never happens in it never happens. ``Reach`` adds the results of
/// all events to the set of situations, state by state, until it no longer grows (a fixed point). ``Verdict`` derives the findings from that set.
/// There can be billions of situations, so sets are ``DecisionDiagrams``.
public struct Exploration: Sendable {
  /// In the order of the workflow.
  public let findings: [Finding]
  /// The number of situations of the case that it found.
  public let situations: Double
  /// The number of kinds of events.
  public let events: Int
  /// How often a state of the case was followed until there was nothing new.
  public let rounds: Int
  /// Whether it stopped before it had seen everything. Then it claims nothing.
  public let isBounded: Bool

  /// - Parameters:
  ///   - workflow: one without faults, see `Workflow/faults()`.
  ///   - mostNodes: the largest number of nodes at a time; bounds the memory, at some 30 bytes a node.
  public init(_ workflow: Workflow, mostNodes: Int = 4_000_000) {
    guard let machine = workflow.rootMachine else {
      (findings, situations, events, rounds, isBounded) = ([], 0, 0, 0, false)
      return
    }
    let inventory = Inventory(workflow)
    var dead: Set<Int> = []
    while true {
      let model = Model(workflow, machine, inventory)
      let reach = Reach(model, without: dead, mostNodes: mostNodes)
      let children = reach.isBounded ? [] : Self.children(model, reach)
      let more = Set(children.flatMap(\.dead))
      if more.isSubset(of: dead) || reach.isBounded {
        let found = reach.isBounded ? [] : Verdict(model, reach, children).findings
        findings = found
        situations = model.diagrams.count(reach.situations, bits: model.bits)
        (events, rounds, isBounded) = (reach.events.count, reach.rounds, reach.isBounded)
        return
      }
      dead.formUnion(more)
    }
  }

  private static func children(_ model: Model, _ reach: Reach) -> [ChildReach] {
    model.children.values.reduce(into: []) { children, machine in
      children.append(ChildReach(machine, model, reach))
      reach.tidy(model.diagrams, besides: children.map(\.situations))
    }
  }
}

extension Exploration {
  /// What was explored, in one line.
  public var summary: String {
    let number = situations < 1e6 ? "\(Int(situations))" : String(format: "%.1e", situations)
    let seen = "explored \(number) situations, \(events) kinds of events, in \(rounds) rounds"
    return isBounded ? "\(seen); there are more than fit in memory, so nothing is claimed" : "\(seen): all there are"
  }
}

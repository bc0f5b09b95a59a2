public import CaseCore
import OrderedCollections

/// Looks at every situation that the cases of a workflow can come into, and says what never happens there though the file
/// says how, and where a case cannot get out of.
///
/// What it looks at are the situations of a ``Model``, which can be more than come about and never fewer: so what it says
/// never happens, never does.
public struct Exploration: Sendable {
  /// In the order of the workflow.
  public let findings: [Finding]
  /// How many situations of the case it looked at.
  public let situations: Double
  /// How many kinds of things that can happen it followed.
  public let events: Int
  /// How often it went through them all until nothing new came.
  public let rounds: Int
  /// It stopped before it had seen everything, so it claims nothing.
  public let isBounded: Bool

  /// - Parameters:
  ///   - workflow: one without faults, see `Workflow/faults()`.
  ///   - mostNodes: bounds the memory: some 30 bytes each.
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
      let children = reach.isBounded ? [] : model.children.values.map { ChildReach($0, model, reach) }
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
}

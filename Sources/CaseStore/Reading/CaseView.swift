public import CaseCore
public import Foundation
import OrderedCollections

/// A case for one reader: all of it, with what the reader may see. Whoever shows it goes by the insight.
public struct CaseView: Sendable {
  /// The id under which the reader's organisation knows the case.
  public let alias: UUID
  public let instance: Case
  public let insight: Insight
  /// The workflow under the version that the case follows.
  public private(set) var workflow: Workflow
  public private(set) var machine: Machine
  public let directory: Directory
  public let now: Instant
  public let reader: Actor
  private(set) var decider: Decider

  /// - Returns: `nil` when the reader may not know of the case.
  init?(_ instance: Case, as alias: UUID, for reader: Actor, by decider: Decider) {
    let decider = decider.fitted(to: instance)
    let workflow = decider.workflow
    guard let insight = Insight(reader, in: instance, by: decider), let machine = workflow.rootMachine else {
      return nil
    }
    self.decider = decider
    self.alias = alias
    self.instance = instance
    self.insight = insight
    self.workflow = workflow
    self.machine = machine
    directory = decider.directory
    now = decider.now
    self.reader = reader
  }

  /// The same case for the same reader, in the words of another version.
  func under(_ version: Workflow) -> CaseView? {
    guard let machine = version.rootMachine else { return nil }
    var view = self
    view.decider = Decider(
      workflow: version,
      directory: directory,
      configuration: decider.configuration,
      now: now
    ).fitted(to: instance)
    view.workflow = view.decider.workflow
    view.machine = machine
    return view
  }

  /// Whether the present state is for the reader. If not, only its being a case and its revision are.
  public var isOpen: Bool { maySee(state: instance.state) }

  /// Whether a state, of the case or of a child, is one that the reader may know of.
  public func maySee(state: String, child: String? = nil) -> Bool {
    machine(of: child)?.states[state].map { insight.includes(audience: $0.audience, child: child) } ?? false
  }

  public func machine(of child: String?) -> Machine? {
    instance.instance(child).flatMap { workflow.machines[$0.machine] }
  }

  /// Where a joint decision of the case, or of a child, stands.
  public func standing(of decision: String, child: String?) -> JointDecision.Standing {
    decider.standing(of: decision, in: instance, child: child)
  }

  /// What the reader may do now; see ``CaseCore/Decider/possibilities(for:in:)``.
  public var possibilities: [Decider.Possibility] {
    decider.possibilities(for: reader, in: instance)
  }
}

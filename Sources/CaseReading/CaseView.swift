public import CaseCore
public import Foundation
import OrderedCollections

/// A case for one reader: all of it, with what the reader may see. Whoever shows it goes by the visibility.
public struct CaseView: Sendable {
  /// The id under which the reader's organisation knows the case.
  public let alias: UUID
  public let instance: Case
  /// The day on which the case came into its phase, for whoever sees the phase. `nil` for a case of an earlier release whose journal was not
  /// read for it yet.
  public let phaseStart: CivilDate?
  public let visibility: Visibility
  /// The workflow under the version that the case follows.
  public private(set) var workflow: Workflow
  public private(set) var machine: Machine
  public let directory: Directory
  public let now: Instant
  public let reader: Actor
  private(set) var decider: Decider

  /// - Returns: `nil` when the reader may not know of the case.
  init?(
    _ instance: Case,
    as alias: UUID,
    since phaseStart: CivilDate? = nil,
    for reader: Actor,
    by decider: Decider
  ) {
    let decider = decider.applyingSettings(for: instance)
    let workflow = decider.workflow
    guard let visibility = Visibility(reader, in: instance, by: decider), let machine = workflow.rootMachine else {
      return nil
    }
    self.decider = decider
    self.alias = alias
    self.instance = instance
    self.phaseStart = phaseStart
    self.visibility = visibility
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
      deadlineSettings: decider.deadlineSettings,
      now: now
    ).applyingSettings(for: instance)
    view.workflow = view.decider.workflow
    view.machine = machine
    return view
  }

  /// The revision of the case for the reader; see ``CaseCore/ReaderRevision``.
  public var revision: Int64 { decider.revision(of: instance, for: reader) }

  /// What people call the case to one another, for whoever reads it as a whole; `nil` for others, and when it has no name.
  public var name: String? { visibility.roles.isEmpty ? nil : instance.name }

  /// When the case last changed for the reader.
  public var changedAt: Instant {
    visibility.seesAll ? instance.changedAt : instance.changedAt(for: reader.organisation)
  }

  /// Whether the present state is for the reader. If not, only its being a case and its revision are.
  public var isOpen: Bool { maySee(state: instance.state) }

  /// Whether a state, of the case or of a child, is one that the reader may know of.
  public func maySee(state: String, child: String? = nil) -> Bool {
    machine(of: child)?.states[state].map { visibility.includes(audience: $0.audience, child: child) } ?? false
  }

  public func machine(of child: String?) -> Machine? {
    instance.instance(child).flatMap { workflow.machines[$0.machine] }
  }

  /// Where a joint decision of the case, or of a child, stands.
  public func standing(of decision: String, child: String?) -> JointDecision.Standing {
    decider.standing(of: decision, in: instance, child: child)
  }

  /// What the reader may do now; see ``CaseCore/Decider/availableCommands(for:in:)``.
  public var availableCommands: [Decider.AvailableCommand] {
    decider.availableCommands(for: reader, in: instance)
  }
}

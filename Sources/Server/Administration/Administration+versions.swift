import CaseCore
import DeadlineAdministration
import DutchMessages
public import Foundation
import PartnerAdministration
import Postgres
public import StoreAdministration
public import StoreBase
import StoreSchema
import WorkflowFiles

/// Versions of workflows, and the move of running cases from one to another.
extension Administration {
  /// Publishes the version in a folder, when two people approved it or there is no case yet. On an installation for trying out one person is
  /// enough.
  /// - Returns: what is published, and whether it is so since now.
  /// - Throws: all faults of the file; ``StoreBase/StoreError/workflowChanged(_:version:)`` when the version was published
  ///   with another text; ``CaseCore/RightsRefusal`` when it was not approved.
  public func publish(folder: String) async throws -> (version: WorkflowStore.Published, isNew: Bool) {
    let file = try WorkflowFolder.load(folder)
    let version = WorkflowStore.Published(
      workflow: file.workflow.key,
      version: file.workflow.version,
      source: file.source
    )
    try await requireOthers(of: file, beside: folder)
    try await requireSettings(of: file.workflow)
    guard settings.local == nil else {
      return (version, try await WorkflowStore(pool, keyring: settings.keyring()).publish(version))
    }
    try await SchemaCheck.require(in: pool)
    let publication = try await rights.publish(version, by: Account().by, of: settings.service.oin)
    return (version, publication != .already)
  }

  /// - Throws: what is wrong with how it refers to cases of other workflows: those beside it, and those that were published.
  private func requireOthers(of file: WorkflowFile, beside folder: String) async throws {
    let named = file.workflow.othersNamed
    guard !named.isEmpty else { return }
    let published = try await WorkflowStore(pool).all().filter { named.contains($0.workflow) }
    // A version that this program cannot read says nothing of its states.
    let known = published.compactMap { try? WorkflowFile.load($0.source, name: $0.version) }
    let others = WorkflowFolder.others(beside: folder, for: file.workflow) + known
    let faults = file.faults(besides: others).map(\.description)
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
  }

  /// - Throws: what administrators have set that this version cannot take: they set it otherwise first.
  private func requireSettings(of workflow: Workflow) async throws {
    let faults = try await settingsService().deadlineSettings().faults(of: workflow).map(\.dutch)
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
  }

  /// A published version with the number of cases that follow it.
  public struct VersionStanding: Sendable {
    public let version: WorkflowStore.Published
    /// `nil` when this program cannot read the version, and so cannot tell which of its states are final.
    public let running: Int?
    /// Those that have ended too, except where the content was destroyed.
    public let all: Int
  }

  /// Every version that was ever published, in the order of publication.
  public func versions() async throws -> [VersionStanding] {
    let store = WorkflowStore(pool)
    let counts = Dictionary(grouping: try await store.cases()) { [$0.workflow, $0.version] }
    return try await store.all().map { version in
      let cases = counts[[version.workflow, version.version]] ?? []
      return VersionStanding(
        version: version,
        running: Self.running(cases, under: version),
        all: cases.reduce(0) { $0 + $1.count }
      )
    }
  }

  private static func running(_ cases: [WorkflowStore.CaseCount], under version: WorkflowStore.Published) -> Int? {
    // A version that cannot be read has no states to count by.
    guard let ends = try? WorkflowFile.load(version.source, name: version.version).finalStates else { return nil }
    return cases.filter { !ends.contains($0.state) }.reduce(0) { $0 + $1.count }
  }

  /// Which cases are to move where.
  public struct MoveOrder: Sendable {
    public var workflow: String
    public var from: String
    public var to: String
    public var names: [StateName]

    /// Another name of a state.
    public struct StateName: Sendable {
      /// `nil` for the root machine.
      public var machine: String?
      public var old: String
      public var new: String

      public init(machine: String?, old: String, new: String) {
        self.machine = machine
        self.old = old
        self.new = new
      }
    }

    public init(workflow: String, from: String, to: String, names: [StateName]) {
      self.workflow = workflow
      self.from = from
      self.to = to
      self.names = names
    }
  }

  /// Says of every running case what the move comes to, and changes nothing.
  public func plan(_ order: MoveOrder, _ each: (PlannedCase) -> Void) async throws -> UpgradePlan {
    try await SchemaCheck.require(in: pool)
    return try await upgrader(order).plan(each)
  }

  /// Carries out the plan with this digest, when two people approved the move, or throws ``StoreBase/StoreError/planOutdated(now:)`` and does nothing.
  public func carryOut(
    _ order: MoveOrder,
    plan digest: String,
    _ each: (UUID, CaseUpgrader.Result) -> Void
  ) async throws -> UpgradeReport {
    try await SchemaCheck.require(in: pool)
    guard settings.local == nil else { return try await upgrader(order).carryOut(digest) { each($0, $1) } }
    let (from, to) = try await published(order)
    let change = WorkflowChange(
      order.workflow,
      from: (order.from, from.digest.hexadecimal),
      to: (order.to, to.digest.hexadecimal),
      names: order.names.map { .init(machine: $0.machine, old: $0.old, new: $0.new) }
    )
    let (rights, oin) = (try rights, settings.service.oin)
    try await rights.requireApproved(change)
    return try await upgrader(order).carryOut(digest, { each($0, $1) }) { () throws(StoreError) in
      try await rights.begin(change, plan: digest, by: Account().by, of: oin)
    }
  }

  /// Both versions, each as it was published and not as somebody may have written it in the database.
  private func published(
    _ order: MoveOrder
  ) async throws -> (from: WorkflowStore.Published, to: WorkflowStore.Published) {
    let store = WorkflowStore(pool, keyring: try settings.keyring())
    let from = try await store.version(order.from, of: order.workflow)
    let to = try await store.version(order.to, of: order.workflow)
    return (from, to)
  }

  private func upgrader(_ order: MoveOrder) async throws -> CaseUpgrader {
    let (from, to) = try await published(order)
    let (old, new) = (try Self.read(from), try Self.read(to))
    try await requireSettings(of: new)
    let move = try VersionMove(
      from: old,
      to: new,
      names: order.names.map { .init(machine: $0.machine ?? old.root, old: $0.old, new: $0.new) },
      deadlineSettings: try await settingsService().deadlineSettings()
    )
    return CaseUpgrader(pool, keyring: try settings.keyring(), move: move, from: from, to: to)
  }

  private static func read(_ version: WorkflowStore.Published) throws -> Workflow {
    try WorkflowFile.load(version.source, name: "\(version.workflow) \(version.version)")
  }
}
